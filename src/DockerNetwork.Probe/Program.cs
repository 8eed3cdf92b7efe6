// dockernetwork-probe [SECONDS]
// Jobs come as JSON lines on standard input (Job.cs), answers go as JSON lines to standard output (Answers.cs), as they are known.
// It ends when standard input ends, when nobody reads its answers any more, after SECONDS (an hour unless said otherwise), or on SIGTERM.
using System.Globalization;
using System.Runtime.InteropServices;
using DockerNetwork.Probe;

var seconds = args.Length > 0 && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 3600;
var descriptors = Descriptors.OfProcess();
var loop = new Loop { MaxInFlight = descriptors.Connections };
var answers = new Answers(loop);

// Process 1 of a container gets no signal that it does not handle.
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));
loop.Watch(0, new Session(loop, answers, descriptors));
loop.OpenToPosts();
loop.After(seconds * 1000L, loop.Stop);
loop.Run(() =>
{
    // Who waits for the last answers waits for no timer.
    if (loop.InFlight == 0 || loop.Stopped)
        answers.Flush();
    if (!answers.Open)
        loop.Stop();
});
return 0;
