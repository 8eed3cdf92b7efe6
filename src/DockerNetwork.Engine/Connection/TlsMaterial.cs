using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerNetwork.Engine.Connection;

/// <summary>
/// Where the TLS files of an endpoint are. Without an authority the system's authorities are trusted; without a certificate none is sent. A
/// certificate without its key, or a key without its certificate, is refused by <see cref="DockerHost.Parse"/>.
/// </summary>
/// <param name="AuthorityFile">ca.pem: the only authorities that are trusted, when given.</param>
/// <param name="CertificateFile">cert.pem: the client certificate, followed by the intermediate ones, which are sent too.</param>
/// <param name="KeyFile">key.pem: its private key, unencrypted.</param>
/// <param name="SkipVerify">
/// True only where a Docker context says <c>SkipTLSVerify</c>; the environment cannot switch verification off.
/// </param>
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

    /// <summary>The three files of a folder that the user named. A missing file is an error, because it was meant to be there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="origin">What names it, for the message.</param>
    /// <param name="authority">Whether ca.pem must be there. The docker CLI requires it if it verifies.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>: the folder or ca.pem is missing.</exception>
    internal static TlsMaterial FromNamedFolder(string folder, string origin, bool authority)
    {
        var tls = FromFolder(folder);
        var missing = !Directory.Exists(folder) ? folder : authority && tls.AuthorityFile is null ? Path.Combine(folder, "ca.pem") : null;
        return missing is null
            ? tls
            : throw new EngineException(
                EngineFailure.InvalidConfiguration,
                $"'{missing}' does not exist, but {origin} names it for TLS. Correct {origin}, or put ca.pem, cert.pem and key.pem there.");
    }

    /// <summary>
    /// Half of a client certificate would be ignored silently, and the engine would refuse the connection without saying why.
    /// </summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.InvalidConfiguration"/>, with the file that is missing.</exception>
    internal void CheckComplete(string origin)
    {
        if ((CertificateFile is null) == (KeyFile is null))
            return;
        var (has, missing) = CertificateFile is null ? (KeyFile!, "cert.pem") : (CertificateFile, "key.pem");
        throw new EngineException(
            EngineFailure.InvalidConfiguration,
            $"'{Path.Combine(Path.GetDirectoryName(has) ?? "", missing)}' does not exist (TLS files of {origin}), " +
            $"and '{has}' cannot be used " +
            "without it. Add the missing file, or remove the other one.");
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
                    throw new CryptographicException("It contains no certificate.");
            });
            options.CertificateChainPolicy = policy;
        }

        if (CertificateFile is not null && KeyFile is not null)
        {
            Read(CertificateFile, file => options.ClientCertificateContext = LoadCertificate(file, KeyFile));
        }

        return options;
    }

    /// <summary>
    /// The certificate, and those behind it: an engine that trusts only the root needs the certificates in between (RFC 8446, 4.4.2). Go
    /// sends them too.
    /// </summary>
    private static SslStreamCertificateContext LoadCertificate(string certificateFile, string keyFile)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        if (OperatingSystem.IsWindows())
        {
            // Schannel cannot use a key that exists in memory only.
            using (certificate)
                return Context(new X509Certificate2(certificate.Export(X509ContentType.Pkcs12)));
        }

        return Context(certificate);

        // Offline: no other server is asked for what is missing.
        SslStreamCertificateContext Context(X509Certificate2 own) => SslStreamCertificateContext.Create(own, chain, offline: true);
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
