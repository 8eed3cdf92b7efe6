using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Errors;

namespace DockerNetwork.UnitTests.Errors;

/// <summary>Words of engines, as 20.10 and 28.5 wrote them.</summary>
public class ErrorRecordsTests
{
    [Theory]
    [InlineData(
        "driver failed programming external connectivity on endpoint late (0a): Bind for 0.0.0.0:8080 failed: port is already allocated",
        "PortInUse")]
    [InlineData("driver failed programming external connectivity on endpoint late (0a): all ports are allocated", "PortInUse")]
    [InlineData(
        "driver failed programming external connectivity on endpoint late (0a): Error starting userland proxy: listen tcp4 "
            + "0.0.0.0:9000: bind: address already in use",
        "PortInUse")]
    [InlineData(
        "failed to set up container networking: driver failed programming external connectivity on endpoint late (0a): failed to bind "
            + "host port for 0.0.0.0:9000:172.17.0.2:80/tcp: address already in use",
        "PortInUse")]
    [InlineData(
        "driver failed programming external connectivity on endpoint late (0a): Error starting userland proxy: listen tcp4 "
            + "203.0.113.9:9000: bind: cannot assign requested address",
        "HostAddressNotFound")]
    [InlineData(
        "failed to set up container networking: driver failed programming external connectivity on endpoint late (0a): failed to bind "
            + "host port for 203.0.113.9:9000:172.17.0.2:80/tcp: cannot assign requested address",
        "HostAddressNotFound")]
    [InlineData("Address already in use", "AddressInUse")]
    [InlineData("cannot join network of a non running container: 0a", "ContainerNotRunning")]
    [InlineData("cannot join network namespace of a non running container: container p1 is exited", "ContainerNotRunning")]
    [InlineData(
        "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
        "NoFreeSubnet")]
    [InlineData("all predefined address pools have been fully subnetted", "NoFreeSubnet")]
    [InlineData("Container 0a is already paused", "ContainerPaused")]
    [InlineData("Container 0a is not paused", "ContainerNotPaused")]
    [InlineData("Container 0a is paused. Unpause the container before stopping or killing", "ContainerNotRunning")]
    [InlineData(
        "Cannot update container 0a: Restart policy cannot be updated because AutoRemove is enabled for the container",
        "RestartPolicyNotSupported")]
    [InlineData(
        "Error when allocating new name: Conflict. The container name \"/db\" is already in use by container \"0a\". You have to remove "
            + "(or rename) that container to be able to reuse that name.",
        "ContainerExists")]
    // Moby, libnetwork/osl/interface_linux.go, as the kernel refuses the address of a group.
    [InlineData(
        "failed to set up container networking: failed to add interface veth1 to sandbox: error setting interface \"veth1\" MAC to "
            + "\"01:00:5e:00:00:01\": cannot assign requested address",
        "InvalidMacAddress")]
    [InlineData("something else", "EngineError")]
    public void Words_have_their_id(string words, string id) =>
        Assert.Equal(
            id,
            ErrorRecords.IdOf(new EngineException(EngineFailure.EngineError, words) { StatusCode = HttpStatusCode.InternalServerError }));

    [Theory]
    [InlineData("You cannot remove a running container ID. Stop it.", "You cannot remove a running container 'web'. Stop it.")]
    [InlineData("network web id ID has active endpoints", "network web has active endpoints")]
    [InlineData("unix:///d did not answer DELETE /v1.41/containers/ID", "unix:///d did not answer DELETE /v1.41/containers/web")]
    [InlineData("cannot remove container \"/web\"", "cannot remove container \"/web\"")]
    public void An_engines_id_is_what_the_user_calls_it(string words, string shown)
    {
        var id = new string('1', 64);
        var failure = new EngineException(EngineFailure.Conflict, words.Replace("ID", id, StringComparison.Ordinal))
        {
            StatusCode = HttpStatusCode.Conflict,
        };

        var named = failure.Naming(id, "web");

        Assert.Equal(shown, named.Message);
        Assert.Equal((failure.Failure, failure.StatusCode), (named.Failure, named.StatusCode));
    }

    [Theory]
    [InlineData("network app not found", "NetworkNotFound")]
    [InlineData("failed to set up container networking: network app not found", "NetworkNotFound")]
    [InlineData("page not found", "NotFound")]
    public void A_network_that_is_not_there_has_one_id_on_all_engines(string words, string id) => Assert.Equal(
        id, ErrorRecords.IdOf(new EngineException(EngineFailure.NotFound, words) { StatusCode = HttpStatusCode.NotFound }));

    [Theory]
    [InlineData(EngineFailure.NotTrusted, "ProbeImageNotTrusted")]
    [InlineData(EngineFailure.HostKey, "HostKeyNotTrusted")]
    [InlineData(EngineFailure.SshNotFound, "SshNotFound")]
    [InlineData(EngineFailure.RemoteDockerNotFound, "RemoteDockerNotFound")]
    public void What_stands_between_the_engine_and_us_has_ids_of_its_own(EngineFailure failure, string id) =>
        Assert.Equal(id, ErrorRecords.IdOf(new EngineException(failure, "is not in use")));
}
