# Many engines in one process, to measure what a command over all of them costs: fleet.pl FOLDER [ENGINES [CONTAINERS]]
# It listens on the Unix sockets FOLDER/1.sock, FOLDER/2.sock … and answers each as a Docker 28.5 with four networks of its own and that
# many containers (50 and 200 if not given, 255 at most), which cannot be changed. All answers but those to inspect are made before it begins. "ready"
# is printed when it listens. It ends with the process that started it.
# FOLDER/control.sock: GET /?latency=0.3&slow=7&slowness=0.9&kill=3 sets how many seconds an answer takes, those of one engine in
# particular, and ends an engine. What it answers are counts since the last time: requests, the most engines that were asked at once, and
# the most requests that one had at once.
# Perl, as hostile-engine.pl beside it, and of its modules only what perl-base has.
use strict;
use warnings;
use Fcntl;
use Socket;
use Time::HiRes ();

my ($folder, $engines, $containers) = @ARGV;
$engines    //= 50;
$containers //= 200;

# ---- What the engines say.
my @networks = (['bridge', 'bridge', '172.17'], ['host', 'host'], ['none', 'null'], map { ["app-$_", 'bridge', '172.' . (17 + $_)] } 1 .. 4);

sub id { my ($kind, $engine, $item) = @_; return sprintf('%x%03x%04x', $kind, $engine, $item) x 8 }

sub network {
    my ($engine, $number) = @_;
    my ($name, $driver, $subnet) = @{ $networks[$number] };
    my $config = $subnet ? qq({"Subnet":"$subnet.0.0/16","Gateway":"$subnet.0.1"}) : '';
    return qq({"Name":"$name","Id":"@{[id(10, $engine, $number)]}","Created":"2026-01-01T00:00:00Z","Scope":"local","Driver":"$driver",)
        . qq("EnableIPv4":true,"EnableIPv6":false,"IPAM":{"Driver":"default","Options":null,"Config":[$config]},"Internal":false,)
        . qq("Attachable":false,"Ingress":false,"ConfigFrom":{"Network":""},"ConfigOnly":false,"Containers":{},"Options":{},)
        . qq("Labels":{"com.docker.compose.network":"$name","com.docker.compose.project":"shop"}});
}

sub described {
    my ($engine, $number) = @_;
    my $network = 3 + $number % 4;
    return ("e$engine-web-$number", id(1, $engine, $number), $number % 20 != 0, $network, $networks[$network][0],
        "$networks[$network][2].1." . ($number & 255));
}

sub endpoint {
    my ($engine, $number, $inspected) = @_;
    my ($name, $id, $up, $network, $on, $address) = described($engine, $number);
    my ($endpoint, $gateway, $length, $mac) = $up
        ? (id(14, $engine, $number), "$networks[$network][2].0.1", 16, sprintf('02:42:ac:%02x:01:%02x', 17 + $network, $number & 255))
        : ('', '', 0, '');
    $address = '' if !$up;
    my ($aliases, $names) = $inspected
        ? (qq(["$name","web"]), qq(["$name","web","@{[substr $id, 0, 12]}"]))
        : ('null', 'null');
    return qq({"$on":{"IPAMConfig":{},"Links":null,"Aliases":$aliases,"MacAddress":"$mac","DriverOpts":null,"GwPriority":0,)
        . qq("NetworkID":"@{[id(10, $engine, $network)]}","EndpointID":"$endpoint","Gateway":"$gateway","IPAddress":"$address",)
        . qq("IPPrefixLen":$length,"IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,"DNSNames":$names}});
}

sub labels {
    my ($number) = @_;
    return qq({"com.docker.compose.project":"shop","com.docker.compose.service":"web","com.docker.compose.container-number":"$number",)
        . qq("com.docker.compose.config-hash":"@{['5a' x 32]}","com.docker.compose.version":"2.29.1","maintainer":"nobody"});
}

sub summary {
    my ($engine, $number) = @_;
    my ($name, $id, $up, undef, $on) = described($engine, $number);
    my ($state, $status) = $up ? ('running', 'Up 2 weeks') : ('exited', 'Exited (0) 3 days ago');
    my $port = 8000 + $number;
    my $ports = $up && $number % 5 == 0
        ? qq({"IP":"0.0.0.0","PrivatePort":80,"PublicPort":$port,"Type":"tcp"},{"IP":"::","PrivatePort":80,"PublicPort":$port,"Type":"tcp"})
        : $up ? '{"PrivatePort":80,"Type":"tcp"}' : '';
    return qq({"Id":"$id","Names":["/$name"],"Image":"nginx:1.27","ImageID":"sha256:@{['f0' x 32]}","Command":"/docker-entrypoint.sh nginx",)
        . qq("Created":1767225600,"Ports":[$ports],"Labels":@{[labels($number)]},"State":"$state","Status":"$status",)
        . qq("HostConfig":{"NetworkMode":"$on"},"NetworkSettings":{"Networks":@{[endpoint($engine, $number)]}},)
        . qq("Mounts":[{"Type":"volume","Name":"data-$number","Source":"","Destination":"/data","Driver":"local","Mode":"z","RW":true,"Propagation":""}]});
}

sub details {
    my ($engine, $number) = @_;
    my ($name, $id, $up, undef, $on) = described($engine, $number);
    my ($state, $running, $process) = $up ? ('running', 'true', 1000 + $number) : ('exited', 'false', 0);
    return qq({"Id":"$id","Created":"2026-01-01T00:00:00Z","Path":"/docker-entrypoint.sh","Args":["nginx","-g","daemon off;"],"Name":"/$name",)
        . qq("State":{"Status":"$state","Running":$running,"Paused":false,"Restarting":false,"OOMKilled":false,"Dead":false,"Pid":$process,)
        . qq("ExitCode":0,"Error":"","StartedAt":"2026-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"},"Image":"sha256:@{['f0' x 32]}",)
        . qq("RestartCount":0,"Driver":"overlay2","Platform":"linux","AppArmorProfile":"docker-default","ExecIDs":null,)
        . qq("HostConfig":{"NetworkMode":"$on","RestartPolicy":{"Name":"always","MaximumRetryCount":0},"PortBindings":{},"CapAdd":null,"Dns":[],)
        . qq("DnsOptions":[],"DnsSearch":[],"ExtraHosts":null,"PidMode":"","Privileged":false,"Memory":268435456,"NanoCpus":500000000,"Ulimits":null},)
        . qq("Mounts":[{"Type":"volume","Name":"data-$number","Source":"/var/lib/docker/volumes/data-$number/_data","Destination":"/data","RW":true}],)
        . qq("Config":{"Hostname":"@{[substr $id, 0, 12]}","Domainname":"","Tty":false,"ExposedPorts":{"80/tcp":{}},"Image":"nginx:1.27","WorkingDir":"",)
        . qq("Env":[@{[join ',', map { qq("SETTING_$_=@{['value' x 8]}") } 1 .. 20]}],"Cmd":["nginx","-g","daemon off;"],"Labels":@{[labels($number)]}},)
        . qq("NetworkSettings":{"SandboxID":"@{['5b' x 32]}","Ports":{"80/tcp":null},"Networks":@{[endpoint($engine, $number, 1)]}}});
}

sub message {
    my ($status, $body) = @_;
    return "HTTP/1.1 $status\r\nContent-Type: application/json\r\nApi-Version: 1.51\r\nDocker-Experimental: false\r\nOstype: linux\r\n"
        . "Server: Docker/28.5.2 (linux)\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
}

my $refusal = message('404 Not Found', '{"message":"the fleet knows nothing of this"}');
my %common = (
    '/_ping'       => message('200 OK', 'OK'),
    '/version'     => message('200 OK', '{"Version":"28.5.2","ApiVersion":"1.51","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64"}'),
    '/info'        => message('200 OK', '{"ServerVersion":"28.5.2","Plugins":{"Network":["bridge","host","null"]},'
        . '"Swarm":{"LocalNodeState":"inactive"},"OSType":"linux","FirewallBackend":{"Driver":"iptables"}}'),
    '/images/json' => message('200 OK', '[]'),
);
my @known = ({});
for my $engine (1 .. $engines) {
    push @known, {
        %common,
        '/networks'        => message('200 OK', '[' . join(',', map { network($engine, $_) } 0 .. $#networks) . ']'),
        '/containers/json' => message('200 OK', '[' . join(',', map { summary($engine, $_) } 1 .. $containers) . ']'),
        map { ('/networks/' . id(10, $engine, $_) => message('200 OK', network($engine, $_))) } 0 .. $#networks,
    };
}

sub answer {
    my ($engine, $method, $path) = @_;
    $path =~ s{^/v1\.\d+/}{/};
    $path =~ s{\?.*}{};
    return message('200 OK', '') if $method eq 'HEAD';
    return $refusal if $method ne 'GET';
    return $known[$engine]{$path} // ($path =~ m{^/containers/1...(....)[0-9a-f]{56}/json$} && hex($1) <= $containers
        ? message('200 OK', details($engine, hex $1))
        : $refusal);
}

# ---- Connections, by number: whose it is, what has come, what is to be sent.
my ($latency, $slow, $slowness) = (0, 0, 0);
my (%listening, %open, %busy, @soon, @later);
my ($requests, $most, $most_of_one) = (0, 0, 0);
my ($reading, $writing) = ('', '');

sub listening {
    my ($engine, $path) = @_;
    socket(my $server, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
    bind($server, sockaddr_un($path)) or die "$path: $!\n";
    listen $server, 1024;
    fcntl($server, F_SETFL, O_NONBLOCK);
    $listening{ fileno $server } = { socket => $server, engine => $engine };
    vec($reading, fileno $server, 1) = 1;
}

sub gone {
    my ($number) = @_;
    my $connection = delete $open{$number} or return;
    idle($connection);
    vec($reading, $number, 1) = vec($writing, $number, 1) = 0;
    close $connection->{socket};
}

sub idle {
    my ($connection) = @_;
    return if !delete $connection->{asked};
    delete $busy{ $connection->{engine} } if --$busy{ $connection->{engine} } == 0;
}

sub control {
    my ($query) = @_;
    my %to = $query =~ /(\w+)=([\d.]+)/g;
    my $counts = message('200 OK', qq({"requests":$requests,"enginesAtOnce":$most,"requestsAtOnce":$most_of_one}));
    ($requests, $most, $most_of_one) = (0, 0, 0);
    $latency  = $to{latency} if defined $to{latency};
    $slow     = $to{slow} if defined $to{slow};
    $slowness = $to{slowness} if defined $to{slowness};
    if (my $dead = $to{kill}) {
        for my $number (grep { $listening{$_}{engine} eq $dead } keys %listening) {
            close((delete $listening{$number})->{socket});
            vec($reading, $number, 1) = 0;
        }
        gone($_) for grep { $open{$_}{engine} eq $dead } keys %open;
    }
    return $counts;
}

sub asked {
    my ($number) = @_;
    my $connection = $open{$number};
    while ($connection->{in} =~ /\r\n\r\n/) {
        my ($head, $rest) = ($`, $');
        my ($method, $path) = $head =~ m{^(\w+) (\S+) HTTP/} or return gone($number);
        my $length = $head =~ /^content-length: *(\d+)/im ? $1 : 0;
        return if length $rest < $length;
        $connection->{in} = substr $rest, $length;
        my $engine = $connection->{engine};
        if ($engine eq 'control') {
            $connection->{out} .= control($path);
            send_out($number);
            next;
        }
        $connection->{asked} = 1;
        $requests++;
        my $now = ++$busy{$engine};
        $most_of_one = $now if $now > $most_of_one;
        $most        = keys %busy if keys %busy > $most;
        my $wait = $engine == $slow ? $slowness : $latency;
        my $due = [Time::HiRes::time() + $wait, $number, $connection, answer($engine, $method, $path)];
        if (!$wait) { ready($due) }
        elsif ($engine == $slow) { push @later, $due }
        else { push @soon, $due }
    }
}

sub ready {
    my ($due) = @_;
    my (undef, $number, $connection, $text) = @$due;
    return if !$open{$number} || $open{$number} != $connection;
    $connection->{out} .= $text;
    send_out($number);
}

sub send_out {
    my ($number) = @_;
    my $connection = $open{$number};
    my $sent = syswrite $connection->{socket}, $connection->{out};
    if (!defined $sent) {
        return gone($number) if !$!{EAGAIN};
        $sent = 0;
    }
    substr($connection->{out}, 0, $sent) = '';
    vec($writing, $number, 1) = length $connection->{out} ? 1 : 0;
    idle($connection) if !length $connection->{out};
}

sub set_bits { my ($bits) = @_; my ($text, @all) = (unpack 'b*', $bits); push @all, $-[0] while $text =~ /1/g; return @all }

$SIG{PIPE} = 'IGNORE';
listening($_, "$folder/$_.sock") for 1 .. $engines;
listening('control', "$folder/control.sock");
$| = 1;
print "ready\n";
my $parent = getppid;
while (getppid == $parent) {
    my $now = Time::HiRes::time();
    for my $queue (\@soon, \@later) { ready(shift @$queue) while @$queue && $queue->[0][0] <= $now }
    my $wait = 1;
    for my $queue (\@soon, \@later) { $wait = $queue->[0][0] - $now if @$queue && $queue->[0][0] - $now < $wait }
    next if select(my $read = $reading, my $write = $writing, undef, $wait > 0 ? $wait : 0) <= 0;
    for my $number (set_bits($read)) {
        if (my $server = $listening{$number}) {
            while (accept(my $client, $server->{socket})) {
                fcntl($client, F_SETFL, O_NONBLOCK);
                $open{ fileno $client } = { socket => $client, engine => $server->{engine}, in => '', out => '' };
                vec($reading, fileno $client, 1) = 1;
            }
        }
        elsif (my $connection = $open{$number}) {
            my $got = sysread $connection->{socket}, $connection->{in}, 65536, length $connection->{in};
            if ($got) { asked($number) }
            elsif (defined $got || !$!{EAGAIN}) { gone($number) }
        }
    }
    for my $number (set_bits($write)) { send_out($number) if $open{$number} }
}
