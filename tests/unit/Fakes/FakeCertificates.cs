using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>A certificate authority of its own, with what it issued, as the PEM files of the docker CLI.</summary>
internal sealed class FakeCertificates : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority;

    public FakeCertificates(string name = "fake authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _authority = AuthorityRequest(name, key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        _folder.Write("ca.pem", _authority.ExportCertificatePem());
        using var client = Issue("client", new SubjectAlternativeNameBuilder());
        _folder.Write("cert.pem", client.ExportCertificatePem());
        _folder.Write("key.pem", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The folder with ca.pem, cert.pem and key.pem.</summary>
    public string Folder => _folder.Path;

    public TlsMaterial Client => TlsMaterial.FromFolder(Folder);

    /// <summary>Trusts the authority and has no certificate of its own.</summary>
    public TlsMaterial WithoutCertificate => new(_folder.File("ca.pem"), null, null);

    /// <summary>
    /// Replaces the client's certificate by one that an intermediate authority issued, which the authority issued; cert.pem holds both, the
    /// client's first, as files of the docker CLI do.
    /// </summary>
    public void PutIntermediateBetween()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = AuthorityRequest("intermediate", key).Create(
            _authority,
            DateTimeOffset.UtcNow.AddHours(-2),
            DateTimeOffset.UtcNow.AddDays(1),
            RandomNumberGenerator.GetBytes(8));
        using var intermediate = issued.CopyWithPrivateKey(key);
        using var client = Issue("client", new SubjectAlternativeNameBuilder(), intermediate);
        _folder.Write("cert.pem", client.ExportCertificatePem() + "\n" + issued.ExportCertificatePem());
        _folder.Write("key.pem", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>
    /// A server that trusts the authority alone and knows no certificate in between: what a client does not send along is missing.
    /// </summary>
    public SslServerAuthenticationOptions ServerThatKnowsTheRootAlone()
    {
        var server = Server();
        server.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None;
        server.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck
        };
        server.CertificateChainPolicy.CustomTrustStore.Add(_authority);
        return server;
    }

    /// <summary>
    /// A server whose certificate names this host; with <paramref name="verifyClient"/> only clients of the same authority come in, as
    /// <c>dockerd --tlsverify</c> does.
    /// </summary>
    public SslServerAuthenticationOptions Server(string host = "localhost", bool verifyClient = true)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        return new SslServerAuthenticationOptions
        {
            ServerCertificate = Issue(host, names),
            ClientCertificateRequired = verifyClient,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => !verifyClient || certificate?.Issuer == _authority.Subject,
        };
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request;
    }

    private X509Certificate2 Issue(string name, SubjectAlternativeNameBuilder names, X509Certificate2? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(
            issuer ?? _authority,
            DateTimeOffset.UtcNow.AddHours(-1),
            DateTimeOffset.UtcNow.AddHours(20),
            RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
