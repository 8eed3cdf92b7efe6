using System.Text;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>/proc/PID/cgroup as engines make it.</summary>
public class CgroupsTests
{
    private const string Id = "41a74272cf90d0f6d6e2cdd655bbf693ab093563faafdc407606bc722fc6b83d";
    private const string Stranger = "0000000000000000000000000000000000000000000000000000000000000001";

    [Theory]
    [InlineData("9:name=systemd:/docker/ID\n8:pids:/docker/ID\n0::/\n")]
    [InlineData("12:memory:/dn-c5307cc8/ID\n")]
    [InlineData("0::/system.slice/docker-ID.scope\n")]
    [InlineData("0::/../ID\n")]
    [InlineData("0::/../docker-ID.scope\n")]
    [InlineData("0::/../../system.slice/docker-ID.scope\n")]
    [InlineData("0::/machine.slice/libpod-ID.scope/container\n")]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope\n")]
    [InlineData("0::/docker/ID/init.scope")]
    [InlineData("0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope\n")]
    [InlineData("11:misc:/docker/OTHER\n4:memory:/docker/OTHER/docker/ID\n")]
    public void The_containers_own_group_is_verified(string text) => Assert.Equal(Membership.Verified, Of(text));

    [Theory]
    [InlineData("0::/system.slice/docker-OTHER.scope\n")]
    [InlineData("9:name=systemd:/docker/OTHER\n0::/\n")]
    [InlineData("0::/../OTHER\n")]
    [InlineData("4:memory:/docker/ID/docker/OTHER\n")]
    public void A_group_of_another_container_is_not(string text) => Assert.Equal(Membership.Other, Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("0::/\n")]
    [InlineData("0::/user.slice/user-0.slice/session-3.scope\n")]
    [InlineData("4:memory:/process_api/66f63867cf90a313fb901a3b4a9bd220\n")]
    [InlineData("0::/docker/IDff\n")]
    [InlineData("0::/machine.slice/libpod-conmon-ID.scope\n")]
    public void Groups_without_an_id_say_nothing(string text) => Assert.Equal(Membership.Unseen, Of(text));

    private static Membership Of(string text)
    {
        text = text.Replace("ID", Id, StringComparison.Ordinal).Replace("OTHER", Stranger, StringComparison.Ordinal);
        return Cgroups.Of(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(Id));
    }
}
