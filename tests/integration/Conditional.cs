using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace DockerNetwork.IntegrationTests;

/// <summary>Ends a <see cref="ConditionalFactAttribute"/> or <see cref="ConditionalTheoryAttribute"/> as skipped.</summary>
/// <param name="why">What is missing here.</param>
public sealed class NotHereException(string why) : Exception(why);

/// <summary>A test that only some engines allow. xunit 2 knows no test that is skipped while it runs.</summary>
[XunitTestCaseDiscoverer("DockerNetwork.IntegrationTests.ConditionalFacts", "DockerNetwork.IntegrationTests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConditionalFactAttribute : FactAttribute;

/// <inheritdoc cref="ConditionalFactAttribute"/>
[XunitTestCaseDiscoverer("DockerNetwork.IntegrationTests.ConditionalTheories", "DockerNetwork.IntegrationTests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConditionalTheoryAttribute : TheoryAttribute;

/// <summary>Finds the tests of <see cref="ConditionalFactAttribute"/>.</summary>
public sealed class ConditionalFacts(IMessageSink sink) : FactDiscoverer(sink)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new ConditionalTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

/// <summary>Finds the tests of <see cref="ConditionalTheoryAttribute"/>.</summary>
public sealed class ConditionalTheories(IMessageSink sink) : TheoryDiscoverer(sink)
{
    /// <inheritdoc/>
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
        [new ConditionalTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod,
            dataRow)];
}

/// <summary>A test that may end as skipped.</summary>
public sealed class ConditionalTestCase : XunitTestCase
{
    /// <summary>For xunit, which writes and reads test cases.</summary>
    [Obsolete("Called by xunit only.")]
    public ConditionalTestCase()
    {
    }

    /// <summary>Makes one.</summary>
    public ConditionalTestCase(
        IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[]? arguments = null)
        : base(sink, display, options, method, arguments)
    {
    }

    /// <inheritdoc/>
    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator,
        CancellationTokenSource cancellationTokenSource)
    {
        using var bus = new Bus(messageBus);
        var summary = await base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.Skipped;
        summary.Skipped += bus.Skipped;
        return summary;
    }

    private sealed class Bus(IMessageBus inner) : IMessageBus
    {
        public int Skipped { get; private set; }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is not ITestFailed { ExceptionTypes: [var type, ..] } failed || type != typeof(NotHereException).FullName)
                return inner.QueueMessage(message);
            Skipped++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
        }

        public void Dispose()
        {
            // The bus is xunit's.
        }
    }
}
