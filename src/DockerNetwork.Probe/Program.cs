// dockernetwork-probe [SECONDS [SILENCE]]
// Jobs come as JSON lines on standard input, answers go as JSON lines to standard output, as they are known; what the lines say is in
// DockerNetwork.Probe.Protocol. The first line of output says the version of the protocol.
// The program ends when standard input ends, when no line came for SILENCE seconds (a minute unless given; an empty line counts), when
// nobody reads its answers any more, after SECONDS (an hour unless given), or on SIGTERM.
using System.Globalization;
using System.Runtime.InteropServices;
using DockerNetwork.Probe;

var descriptors = Descriptors.OfProcess();
var loop = new Loop { MaxInFlight = descriptors.Connections };
var answers = new Answers(loop);

// Process 1 of a container gets no signal that it does not handle.
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));
var session = new Session(loop, answers, descriptors);
loop.Watch(0, session);
loop.OpenToPosts();
loop.After(Argument(0, 3600) * 1000, loop.Stop);
session.EndAfterSilence(Argument(1, 60) * 1000);
answers.WriteGreeting();
loop.Run(() =>
{
    // Anyone who waits for the last answers waits for no timer.
    if (loop.InFlight == 0 || loop.Stopped)
        answers.Flush();
    if (!answers.Open)
        loop.Stop();
});
return 0;

long Argument(int index, int otherwise) =>
    args.Length > index && int.TryParse(args[index], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : otherwise;
