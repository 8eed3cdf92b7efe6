# An engine that lies, stalls and babbles, for tests of what the module makes of it: hostile-engine.pl SOCKET MODE
# It listens on the Unix socket SOCKET and answers as an engine of API 1.41 with the networks app, bridge, host and none, and the containers
# web and db on app; MODE says what is wrong with that. "ready" is printed when it listens, or a list of the modes when MODE is not one.
# SOCKET.new beside it: from now on it is Docker 29 (mode upgraded). SOCKET.most: how many connections there were at once at most.
# Perl, as registry.pl beside it, and of its modules only what perl-base has.
use strict;
use warnings;
use Socket;
use POSIX ();

my ($socket, $mode) = @ARGV;

# ---- What a good engine would say.
my %id = (app => 'a' x 64, bridge => 'b' x 64, host => 'c' x 64, none => 'd' x 64, web => '1' x 64, db => '2' x 64);

sub network {
    my ($name, $driver, $subnet, $id) = @_;
    my $config = $subnet ? qq({"Subnet":"$subnet.0/24","Gateway":"$subnet.1"}) : '';
    $id //= $id{$name};
    return qq({"Name":"$name","Id":"$id","Created":"2024-01-01T00:00:00Z","Scope":"local","Driver":"$driver","EnableIPv6":false,)
        . qq("IPAM":{"Driver":"default","Options":null,"Config":[$config]},"Internal":false,"Attachable":false,"Ingress":false,)
        . qq("ConfigOnly":false,"Options":{},"Labels":{}});
}

sub endpoint {
    my ($last) = @_;
    return qq({"IPAMConfig":null,"Aliases":null,"NetworkID":"$id{app}","EndpointID":"@{['e' x 64]}","Gateway":"10.9.0.1",)
        . qq("IPAddress":"10.9.0.$last","IPPrefixLen":24,"MacAddress":"02:42:0a:09:00:0$last"});
}

sub container {
    my ($name, $last, $id) = @_;
    $id //= $id{$name};
    return qq({"Id":"$id","Names":["/$name"],"Image":"busybox","ImageID":"sha256:@{['f' x 64]}","Command":"sleep 1000","Created":1700000000,)
        . qq("State":"running","Status":"Up 2 hours","Labels":{"role":"$name"},"HostConfig":{"NetworkMode":"app"},)
        . qq("Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":808$last,"Type":"tcp"}],"NetworkSettings":{"Networks":{"app":@{[endpoint($last)]}}}});
}

sub details {
    my ($name, $last, $id) = @_;
    return qq({"Id":"$id","Name":"/$name","State":{"Status":"running","Running":true,"Pid":1,"ExitCode":0,"Error":"","StartedAt":"2024-01-01T00:00:00Z"},)
        . qq("Config":{"Hostname":"$name","Tty":false,"ExposedPorts":{"80/tcp":{}}},"HostConfig":{"NetworkMode":"app"},)
        . qq("NetworkSettings":{"Networks":{"app":@{[endpoint($last)]}}}});
}

my @networks = (network('app', 'bridge', '10.9.0'), network('bridge', 'bridge', '172.17.0'), network('host', 'host'), network('none', 'null'));
my @containers = (container('web', 2), container('db', 3));
my %good = (
    networks   => sub { '[' . join(',', @networks) . ']' },
    containers => sub { '[' . join(',', @containers) . ']' },
    details    => sub { my ($which) = @_; $which =~ /^(2|db)/ ? details('db', 3, $id{db}) : details('web', 2, $which =~ /^[0-9a-f]{64}$/ ? $which : $id{web}) },
    network    => sub { $networks[0] },
    version    => sub { '{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64"}' },
    info       => sub { '{"ServerVersion":"20.10.24","Plugins":{"Network":["bridge","host","null"]},"Swarm":{"LocalNodeState":"inactive"},"OSType":"linux"}' },
    images     => sub { '[]' },
    volumes    => sub { '{"Volumes":[],"Warnings":null}' },
    exec       => sub { '{"ID":"e1","Running":false,"ExitCode":0}' },
);

# ---- Documents that are not what they should be: mode, what is asked for, the answer. What is not named is answered well.
my $nothing = { map { $_ => 'null' } keys %good };
my $deep = '[' x 10_000_000;
my %documents = (
    'good'           => {},
    'null-documents' => $nothing,
    'null-items'     => { networks => '[null]', containers => '[null]', images => '[null]', details => 'null' },
    'null-fields'    => {
        networks => '[' . join(',', '{"Name":null,"Id":null,"Created":null,"Scope":null,"Driver":null,"IPAM":null,"Options":null,"Labels":null}',
            qq({"Name":null,"Id":"@{['9' x 64]}","IPAM":{"Driver":null,"Options":{"a":null},"Config":[null,{"Subnet":null,"Gateway":null,"AuxiliaryAddresses":{"a":null}}]},"Labels":{"a":null}}),
            @networks) . ']',
        containers => '[' . join(',', '{"Id":null,"Names":null,"Image":null,"Command":null,"State":null,"Labels":null,"Ports":null,"HostConfig":null,"NetworkSettings":null}',
            qq({"Id":"@{['8' x 64]}","Names":[null],"Ports":[null,{"IP":null,"Type":null}],"Labels":{"a":null},"HostConfig":{"NetworkMode":null},"NetworkSettings":{"Networks":{"app":null}}}),
            @containers) . ']',
        details => qq({"Id":"$id{web}","Name":null,"State":null,"Config":null,"HostConfig":null,"NetworkSettings":{"Networks":{"app":null}}}),
    },
    'double-ids' => { networks => '[' . join(',', @networks, @networks) . ']', containers => '[' . join(',', @containers, @containers) . ']' },
    'double-names' => {
        networks   => '[' . join(',', @networks, network('app', 'bridge', '10.8.0', '7' x 64)) . ']',
        containers => '[' . join(',', @containers, container('web', 4, '6' x 64)) . ']',
    },
    'absurd-times' => {
        containers => '[' . join(',', $containers[0] =~ s/1700000000/99999999999999/r, $containers[1] =~ s/1700000000/-9223372036854775808/r) . ']',
        details    => sub { $good{details}->(@_) =~ s/2024-01-01T00:00:00Z/9999-12-31T23:59:59.999999999-14:00/r },
    },
    'absurd-dates' => { networks => '[' . join(',', $networks[0] =~ s/2024-01-01T00:00:00Z/9999-12-31T23:59:59.999999999-14:00/r, @networks[1 .. 3]) . ']' },
    'absurd-ports' => {
        containers => '[' . join(',', $containers[0] =~ s/"PrivatePort":80/"PrivatePort":1000000/r =~ s/8082/-1/r, $containers[1] =~ s/"PrivatePort":80/"PrivatePort":-2147483648/r =~ s/8083/2147483647/r) . ']',
        details    => sub { $good{details}->(@_) =~ s{80/tcp}{99999999999/\\u0000-}r },
    },
    'absurd-addresses' => {
        networks   => '[' . join(',', network('app', 'bridge', '10.9.0') =~ s{10\.9\.0\.0/24}{10.9.0.0/99}r, network('x', 'bridge', '999.9.9', '5' x 64), @networks[1 .. 3]) . ']',
        containers => '[' . join(',', $containers[0] =~ s/"IPPrefixLen":24/"IPPrefixLen":-5/r, $containers[1] =~ s/"IPPrefixLen":24/"IPPrefixLen":2147483647/r =~ s/"10\.9\.0\.3"/"999.9.9.9"/r =~ s/02:42[^"]*/zz/r) . ']',
        details    => sub { $good{details}->(@_) =~ s/"IPPrefixLen":24/"IPPrefixLen":-5/r },
    },
    'absurd-process' => { details => sub { $good{details}->(@_) =~ s/"Pid":1,/"Pid":-2147483648,/r } },
    'another-container' => { details => details('web', 2, $id{web}) },
    'numbers-without-end' => { networks => '[{"Name":"app","Id":"' . $id{app} . '","Created":' . '9' x 100_000 . '}]', containers => '[{"Id":"' . $id{web} . '","Created":' . '9' x 100_000 . '}]' },
    'wrong-types'    => { map { $_ => '{"Name":1,"Id":[],"Names":{},"Created":"soon","Ports":"80"}' } keys %good },
    'wrong-items'    => { map { $_ => '[1,"a",[],true,{}]' } keys %good },
    'nesting'        => { networks => $deep, containers => $deep, details => $deep },
    'bad-utf8'       => { networks => '[' . network("\xff\xfe\xc0\x80", 'bridge', '10.7.0', '5' x 64) . ']', containers => '[' . container("w\xed\xa0\x80b", 2, '4' x 64) . ']' },
    'half-characters' => { networks => '[' . network('\ud800', 'bridge', '10.7.0', '5' x 64) . ']', containers => '[' . container('\udc00', 2, '4' x 64) . ']' },
    'long-names'     => { networks => '[' . network('n' x 1_000_000, 'bridge', '10.7.0', '5' x 64) . ']', containers => '[' . container('c' x 1_000_000, 2, '4' x 64) . ']' },
    'control-characters' => {
        networks   => '[' . join(',', network('app', 'bridge', '10.9.0'), network('n\u001b]52;c;aGFja2Vk\u0007\u001b[2J\r\nx\u009b31m\u202e', 'bridge', '10.7.0', '5' x 64)) . ']',
        containers => '[' . join(',', container('web', 2) =~ s/sleep 1000/\\u001b]0;owned\\u0007\\u001b[2J/r =~ s/busybox/i\\u001b[31m/r =~ s/"role":"web"/"role\\u001b[8m":"\\u001b]52;c;aGFja2Vk\\u0007\\u009b2J"/r,
            container('c\u001b[31m\r\nc', 3, '4' x 64)) . ']',
    },
);

# A thousand containers, each of which is inspected; whoever asks for all at once comes with a thousand connections.
if (($mode // '') eq 'crowd') {
    @containers = map { container("c$_", 2, sprintf '%064x', $_) =~ s/10\.9\.0\.2/'10.9.' . int($_ \/ 250) . '.' . ($_ % 250 + 2)/er } 1 .. 1000;
}

# ---- What is wrong below the documents.
my $chunked = "Transfer-Encoding: chunked\r\n";
sub chunk { return sprintf("%x\r\n", length $_[0]) . $_[0] . "\r\n" }

# Written until the other side goes away; a stream, which may be kept, not as fast as it goes: a test shall fail, not the machine.
sub pause { select undef, undef, undef, $_[0] }
sub babble { my ($out, $text, $rest) = @_; while (syswrite $out, $text) { pause($rest) if $rest } }
sub wait_for_end { my ($out) = @_; 1 while sysread $out, my $dropped, 65536; exit }

my %answers = (
    'closed'         => sub { },
    'frozen'         => sub { wait_for_end($_[0]) },
    'half-answer'    => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n[{\"Name\":\"app\"" },
    'half-chunk'     => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\n$chunked\r\n5000\r\n[{\"Name\"" },
    'wrong-chunk'    => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\n$chunked\r\nzz\r\n[]\r\n0\r\n\r\n" },
    'not-http'       => sub { syswrite $_[0], "\x15\x03\x03\x00\x02\x02\x0a" },
    'switched'       => sub { syswrite $_[0], "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" },
    'endless-body'   => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n$chunked\r\n"; babble($_[0], chunk('[' . ' ' x 1_000_000)) },
    'endless-error'  => sub { syswrite $_[0], "HTTP/1.1 500 Internal Server Error\r\n$chunked\r\n"; babble($_[0], chunk('x' x 1_000_000)) },
    'endless-header' => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\nX-Long: "; babble($_[0], 'x' x 100_000) },
    'many-headers'   => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\n" . join('', map { "X-$_: $_\r\n" } 1 .. 200_000) . "\r\n[]" },
    'huge-length'    => sub { syswrite $_[0], "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\n["; babble($_[0], ' ' x 1_000_000) },
    'rude-error'     => sub { answer($_[0], '500 Internal Server Error', '{"message":"no \u001b]52;c;aGFja2Vk\u0007\u001b[2J\u001b[31mdisk\u009b2J"}') },
);

# Standard output of a program: a header of eight bytes, whose last four are the length.
sub frame { return pack('CxxxN', 1, length $_[0]) . $_[0] }
my %streams = (
    'stream'          => sub { syswrite $_[0], frame("hello\n") },
    'no-stream'       => sub { },
    'frozen-stream'   => sub { pause(60) },
    'half-frame'      => sub { syswrite $_[0], pack('CxxxN', 1, 1000) . "ten bytes\n" },
    'wrong-frame'     => sub { syswrite $_[0], pack('CxxxN', 9, 0xffffffff); babble($_[0], 'x' x 1_000_000, 0.01) },
    'endless-frame'   => sub { syswrite $_[0], pack('CxxxN', 1, 0xffffffff); babble($_[0], 'x' x 1_000_000, 0.01) },
    'endless-line'    => sub { babble($_[0], frame('x' x 1_000_000), 0.01) },
    'endless-lines'   => sub { babble($_[0], frame("y\n" x 100_000), 0.01) },
    'endless-complaint' => sub { babble($_[0], frame('x' x 1_000_000) =~ s/^\x01/\x02/r, 0.01) },
);
my @others = ('slow', 'upgraded', 'too-new', 'crowd', 'endless-pull', 'forgetful');
my @modes = sort keys %documents, keys %answers, keys %streams, @others;
if (!defined $mode || !grep { $_ eq $mode } @modes) { print "$_\n" for @modes; exit 2 }

# ---- HTTP.
sub answer {
    my ($out, $status, $body, @headers) = @_;
    my $rest = join('', map { "$_\r\n" } @headers);
    my $text = "HTTP/1.1 $status\r\nContent-Type: application/json\r\nContent-Length: " . length($body) . "\r\n$rest\r\n$body";
    if ($mode eq 'slow') {
        for (my $at = 0; $at < length $text; $at += 64) { syswrite($out, substr $text, $at, 64) or last; pause(0.005) }
        return;
    }
    for (my $at = 0; $at < length $text;) { $at += syswrite($out, $text, 1 << 20, $at) // last }
}

sub version {
    return -e "$socket.new" ? ('1.55', '1.44') : ('1.41', '1.12') if $mode eq 'upgraded';
    return $mode eq 'too-new' ? ('1.99', '1.90') : ('1.41', '1.12');
}

sub older { my ($a, $b) = map { (split /\./)[1] } @_; return $a < $b }

sub reply {
    my ($out, $method, $path) = @_;
    my ($newest, $oldest) = version();
    return answer($out, '200 OK', $method eq 'HEAD' ? '' : 'OK', "Api-Version: $newest", 'Docker-Experimental: false', 'Server: Docker/20.10.24 (linux)')
        if $path =~ m{/_ping$} && $mode !~ /^(frozen|closed|not-http)$/;
    if ($path =~ s{^/v(1\.\d+)/}{/} && older($1, $oldest)) {
        return answer($out, '400 Bad Request', qq({"message":"client version $1 is too old. Minimum supported API version is $oldest, please upgrade your client to a newer version"}));
    }
    if ($answers{$mode}) { $answers{$mode}->($out); exit }
    if ($method eq 'POST' && $path =~ m{^/(exec/[^/]+/start|containers/[^/]+/attach)}) {
        syswrite $out, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
        ($streams{$mode} // $streams{stream})->($out);
        exit;
    }
    if ($method eq 'POST' && $mode eq 'endless-pull' && $path =~ m{^/images/create}) {
        syswrite $out, "HTTP/1.1 200 OK\r\n$chunked\r\n";
        babble($out, chunk('{"status":"' . 'x' x 1_000_000), 0.01);
        exit;
    }
    # What it connects is nowhere afterwards.
    return answer($out, '200 OK', '') if $mode eq 'forgetful' && $path =~ m{^/networks/[^/]+/connect};
    return answer($out, '201 Created', '{"Id":"e1"}') if $method eq 'POST' && $path =~ m{^/containers/[^/]+/exec};
    my ($what, $which) = $path =~ m{^/(networks|volumes|version|info)(?:\?|$)} ? $1
        : $path =~ m{^/(containers|images)/json} ? $1
        : $path =~ m{^/containers/([^/]+)/json} ? ('details', $1)
        : $path =~ m{^/networks/([^/?]+)} ? ('network', $1)
        : $path =~ m{^/exec/} ? 'exec' : undef;
    return answer($out, '404 Not Found', '{"message":"no such thing: it is a hostile engine"}') if $method ne 'GET' || !$what;
    my $wrong = $documents{$mode} && $documents{$mode}{$what};
    answer($out, '200 OK', ref $wrong ? $wrong->($which) : $wrong // $good{$what}->($which));
}

sub serve {
    my ($out) = @_;
    alarm 120;    # whatever happens, nothing of this stays
    my $text = '';
    while (1) {
        until ($text =~ /\r\n\r\n/) { sysread($out, $text, 65536, length $text) or exit }
        my ($head, $body) = split /\r\n\r\n/, $text, 2;
        my ($method, $path) = $head =~ m{^(\w+) (\S+) HTTP/} or exit;
        my $length = $head =~ /^content-length: *(\d+)/im ? $1 : 0;
        while (length $body < $length) { sysread($out, $body, 65536, length $body) or exit }
        $text = substr $body, $length;
        reply($out, $method, $path);
    }
}

# ---- One process a connection.
my ($now, $most) = (0, 0);
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = sub { while (waitpid(-1, POSIX::WNOHANG()) > 0) { $now-- } };
socket(my $server, PF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
bind($server, sockaddr_un($socket)) or die "$socket: $!\n";
listen $server, 128;
$| = 1;
print "ready\n";
my $parent = getppid;
while (getppid == $parent) {    # nobody is left behind by a test that crashed
    my $ready = '';
    vec($ready, fileno $server, 1) = 1;
    next if select($ready, undef, undef, 1) <= 0;
    accept(my $client, $server) or next;
    my $child = fork // next;
    if ($child) {
        close $client;
        if (++$now > $most) { $most = $now; if (open my $file, '>', "$socket.most") { print $file $most } }
        next;
    }
    close $server;
    $SIG{CHLD} = 'DEFAULT';
    serve($client);
    exit;
}
