using System.Management.Automation;
using DockerNetwork.Identities;

namespace DockerNetwork.UnitTests.Identities;

public class TimeOrAgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1));

    [Theory]
    [InlineData("24h", "2026-02-28T12:00:00+01:00")]
    [InlineData("1h30m", "2026-03-01T10:30:00+01:00")]
    [InlineData("1.5h", "2026-03-01T10:30:00+01:00")]
    [InlineData(".5m", "2026-03-01T11:59:30+01:00")]
    [InlineData("10s", "2026-03-01T11:59:50+01:00")]
    [InlineData("500ms", "2026-03-01T11:59:59.5+01:00")]
    [InlineData("100us", "2026-03-01T11:59:59.9999+01:00")]
    [InlineData("1000ns", "2026-03-01T11:59:59.999999+01:00")]
    [InlineData("1136073845", "2006-01-01T00:04:05Z")]
    [InlineData(1136073845, "2006-01-01T00:04:05Z")]
    [InlineData(1136073845L, "2006-01-01T00:04:05Z")]
    public void A_duration_and_a_timestamp_are_what_the_engine_takes_them_for(object value, string time) =>
        Assert.Equal(DateTimeOffset.Parse(time, null), TimeOrAgeTransformationAttribute.Read(value, Now));

    [Fact]
    public void A_time_span_is_how_long_ago_it_was() =>
        Assert.Equal(Now.AddDays(-7), TimeOrAgeTransformationAttribute.Read(TimeSpan.FromDays(7), Now));

    [Theory]
    [InlineData("7d")]
    [InlineData("12.5d")]
    [InlineData("12.5")]
    [InlineData("12/5")]
    [InlineData("1:00")]
    [InlineData("23:00:00")]
    [InlineData("7.00:00:00")]
    [InlineData("yesterday")]
    [InlineData("-24h")]
    [InlineData("24h ")]
    [InlineData("")]
    [InlineData("2999-01-01")]
    public void What_could_mean_another_time_is_refused(string value) =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => TimeOrAgeTransformationAttribute.Read(value, Now));

    [Fact]
    public void A_date_is_one()
    {
        Assert.Null(TimeOrAgeTransformationAttribute.Read(null, Now));
        Assert.Equal(
            new DateTimeOffset(new DateTime(2020, 2, 1, 0, 0, 0, DateTimeKind.Local)),
            TimeOrAgeTransformationAttribute.Read("2020-02-01", Now));
    }

    [Fact]
    public void A_time_is_taken_as_it_is()
    {
        Assert.Equal(Now, TimeOrAgeTransformationAttribute.Read(Now, Now));
        Assert.Equal(DateTime.UnixEpoch, TimeOrAgeTransformationAttribute.Read(DateTime.UnixEpoch, Now));
    }

    [Fact]
    public void A_span_into_the_future_or_before_the_calendar_is_refused()
    {
        // Their messages are PowerShell's, which is not here; tests/pester/Administration.Tests.ps1 reads them.
        Refused(TimeSpan.FromDays(-7));
        Refused(TimeSpan.MaxValue);
        Refused("999999999999999999999999h");
        Refused(long.MaxValue);

        static void Refused(object value) => Assert.Throws<ArgumentTransformationMetadataException>(
            () => TimeOrAgeTransformationAttribute.Read(value, Now));
    }
}
