using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerNetwork.Engine.Connection;

/// <summary>Where the TLS files of an endpoint are. Absent files are allowed: without an authority the system's are trusted, without a certificate none is sent.</summary>
/// <param name="AuthorityFile">ca.pem: the only authorities that are trusted, when given.</param>
/// <param name="CertificateFile">cert.pem: the client certificate.</param>
/// <param name="KeyFile">key.pem: its private key, unencrypted.</param>
/// <param name="SkipVerify">True only where a Docker context says <c>SkipTLSVerify</c>; the environment cannot switch verification off.</param>
public sealed record TlsMaterial(string? AuthorityFile, string? CertificateFile, string? KeyFile, bool SkipVerify = false)
{
    /// <summary>The docker CLI's three file names in a folder; only those that exist.</summary>
    public static TlsMaterial FromFolder(string folder, bool skipVerify = false)
    {
        return new TlsMaterial(Existing("ca.pem"), Existing("cert.pem"), Existing("key.pem"), skipVerify);

        string? Existing(string name)
        {
            var path = Path.Combine(folder, name);
            return File.Exists(path) ? path : null;
        }
    }

    /// <summary>Options for a handshake with <paramref name="host"/>.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>: a file cannot be read or is no PEM.</exception>
    internal SslClientAuthenticationOptions CreateOptions(string host)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };

        if (SkipVerify)
        {
            // The user's own context asks for this; nothing else can.
#pragma warning disable CA5359, MA0039
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        }
        else if (AuthorityFile is not null)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            Read(AuthorityFile, file =>
            {
                policy.CustomTrustStore.ImportFromPemFile(file);
                if (policy.CustomTrustStore.Count == 0)
                    throw new CryptographicException("There is no certificate in it.");
            });
            options.CertificateChainPolicy = policy;
        }

        if (CertificateFile is not null && KeyFile is not null)
        {
            Read(CertificateFile, file => options.ClientCertificates = [LoadCertificate(file, KeyFile)]);
        }

        return options;
    }

    private static X509Certificate2 LoadCertificate(string certificateFile, string keyFile)
    {
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Schannel cannot use a key that exists in memory only.
        using (certificate)
            return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
    }

    private static void Read(string file, Action<string> load)
    {
        try
        {
            load(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                EngineFailure.InvalidConfiguration,
                $"The TLS file '{file}' cannot be used: {e.Message} Check DOCKER_CERT_PATH or the Docker context that names it.",
                e);
        }
    }
}
