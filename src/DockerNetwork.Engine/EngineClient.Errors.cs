using System.Globalization;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>An answer of the engine that is not the success that was asked for, in the engine's words.</summary>
    private async Task<EngineException> RefusalAsync(HttpResponseMessage response, Call call, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        if (status == HttpStatusCode.SwitchingProtocols)
        {
            return new EngineException(
                EngineFailure.Protocol,
                $"{DockerHost} answered {call} with a stream (101) that was not requested. Is something else listening there?")
            { Request = call.ToString() };
        }

        if (response.IsSuccessStatusCode)
        {
            return new EngineException(
                EngineFailure.Protocol,
                $"{DockerHost} answered {(int)status} to {call} and did not open a stream. " +
                "A proxy that drops the 'Upgrade' header can cause this.");
        }

        // Not read as a string: that fails on an unknown character set. A refusal that is too long is cut, because its beginning says what
        // is wrong.
        var (bytes, _) = await BoundedBody.ReadAsync(response.Content, _limits.Refusal, cancellationToken);
        var words = EngineWords(Encoding.UTF8.GetString(bytes.Span).Trim());
        return new EngineException(
            IsGone(status, words) ? EngineFailure.NotFound : Failure(status),
            words.Length > 0 ? words : $"The engine answered {(int)status} {response.ReasonPhrase} to {call}.")
        {
            StatusCode = status,
            Request = call.ToString(),
        };
    }

    /// <summary>
    /// The engine's <c>message</c>; Podman's <c>cause</c> is part of it. Text that is not JSON comes from a proxy and is cut short.
    /// </summary>
    private static string EngineWords(string text)
    {
        try
        {
            // An engine's message may contain the output of a program that did not start, which is a few lines long.
            if (JsonSerializer.Deserialize(text, EngineJson.Default.ErrorDocument)?.Message is { Length: > 0 } message)
                return Cut(OneLine(message), 8000);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not the engine's own error document; shown as it is.
        }

        return Cut(text, 300);

        static string Cut(string words, int enough) => words.Length <= enough ? words : words[..enough] + " …";
    }

    /// <summary>Several mistakes are several lines, which may begin with an asterisk: "invalid settings: this; that".</summary>
    private static string OneLine(string message)
    {
        var lines = message
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.StartsWith("* ", StringComparison.Ordinal) ? line[2..].TrimStart() : line);
        return lines.Aggregate("", (all, line) => all.Length == 0 ? line : $"{all}{(all[^1] is ':' or ';' ? "" : ";")} {line}");
    }

    /// <summary>Podman (seen on 4.3.1) answers 500 if a container is removed while it is being inspected.</summary>
    private static bool IsGone(HttpStatusCode status, string words) =>
        status == HttpStatusCode.InternalServerError && words.EndsWith(": no such container", StringComparison.Ordinal);

    private static EngineFailure Failure(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => EngineFailure.BadRequest,
        HttpStatusCode.Unauthorized => EngineFailure.AccessDenied,
        HttpStatusCode.Forbidden => EngineFailure.Forbidden,
        HttpStatusCode.NotFound => EngineFailure.NotFound,
        HttpStatusCode.Conflict => EngineFailure.Conflict,
        HttpStatusCode.NotImplemented or HttpStatusCode.ServiceUnavailable => EngineFailure.Unavailable,
        _ => EngineFailure.EngineError,
    };

    /// <summary>What the transport, HTTP or our own time limit threw. Cancellation by the caller stays cancellation.</summary>
    private Exception Translate(
        Exception exception, HttpMethod method, RequestPath path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is EngineException ours)
                return ours;
        }

        var request = $"{method} {path.Shown}";
        var server = $"The server at {DockerHost} (from {DockerHost.Origin})";
        return exception switch
        {
            OperationCanceledException => Failed(
                EngineFailure.Timeout,
                $"{DockerHost} did not answer {request} within {timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s. " +
                "The engine may be overloaded or still working on " +
                "the request. Check its state before you try again."),
            HttpRequestException or HttpIOException when ErrorOf(exception) == HttpRequestError.InvalidResponse => Failed(
                EngineFailure.Protocol,
                $"{server} does not speak HTTP: {exception.Message} If it expects TLS, set DOCKER_TLS_VERIFY=1 or use https://."),
            HttpRequestException or HttpIOException when ErrorOf(exception) == HttpRequestError.ConfigurationLimitExceeded => Failed(
                EngineFailure.Protocol,
                $"{server} answered {request} with more headers than an engine sends: {exception.Message} " +
                "Is something else listening there?"),
            // In TLS 1.3 a server looks at our certificate after the handshake; its refusal is an alert in place of the answer.
            HttpRequestException or IOException when DockerHost.Tls is not null && IsAlert(exception) => Failed(
                EngineFailure.Tls,
                $"{DockerHost} (from {DockerHost.Origin}) ended the TLS connection: {Innermost(exception)} " +
                "Check that the engine accepts cert.pem and key.pem."),
            HttpRequestException or IOException => Failed(
                EngineFailure.ConnectionLost,
                $"The connection to {DockerHost} broke during {request}: {Innermost(exception)} " +
                "It is not known whether the engine acted on the request. Check its state before you try again."),
            UriFormatException => Failed(
                EngineFailure.BadRequest,
                $"The request {request} cannot be sent: a name in it is too long. Nothing was changed."),
            _ => exception,
        };

        EngineException Failed(EngineFailure failure, string message) => new(failure, message, exception) { Request = request };

        static HttpRequestError? ErrorOf(Exception e) =>
            (e as HttpRequestException)?.HttpRequestError ?? (e as HttpIOException)?.HttpRequestError;

        // OpenSSL and Schannel.
        static bool IsAlert(Exception? e) => e is not null
            && (e is CryptographicException or AuthenticationException or (Win32Exception and not SocketException)
                || IsAlert(e.InnerException));

        static string Innermost(Exception e)
        {
            while (e.InnerException is { } inner)
                e = inner;
            return e.Message.EndsWith('.') ? e.Message : e.Message + ".";
        }
    }
}
