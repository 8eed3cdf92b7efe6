# A process with a number of one's choice: take-pid.pl PID PROGRAM ARGUMENT…
# It waits until the number is free, starts the program under it and prints "ready"; it ends when its input does, and takes the program along.
# Process ids come around again by themselves after some tens of thousands of starts; clone3(2) with set_tid does not wait for that. Root, Linux 5.5.
use strict;
use warnings;

my ($pid, @program) = @ARGV;
my ($clone3, $sigchld) = (435, 17);    # the same on x86-64 and arm64
my $child = -1;
for (1 .. 500) {
    my $numbers = pack 'l', $pid;
    # struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup
    my $arguments = pack('QQQQQQQQ', 0, 0, 0, 0, $sigchld, 0, 0, 0) . pack('P', $numbers) . pack('QQ', 1, 0);
    $child = syscall $clone3, $arguments, length $arguments;
    if ($child == 0) { close STDOUT; exec @program or die "$program[0]: $!\n" }
    last if $child > 0;
    die "clone3: $!\n" if !$!{EEXIST};
    select undef, undef, undef, 0.02;
}
die "$pid is not free\n" if $child != $pid;
$| = 1;
print "ready\n";
my $end = <STDIN>;
kill KILL => $pid;
waitpid $pid, 0;
