#!/usr/bin/python3
"""What libtorrent takes for the work of `p2p bench hosts` and `p2p bench loopback`, on this machine.

    swarm.py --peers 8 --size-mib 128 --rate 100mbit   # as root: hosts with shaped links
    swarm.py --peers 4 --size-mib 1024                 # on the loopback interface

One seed and the peers run as processes with libtorrent's own settings, without DHT, trackers,
uTP and encryption; each is told the addresses of all that came before it. Counted are the time
from the gate until the last peer has everything, and the processor time of all processes from
the gate on, for 10^9 bytes delivered. Needs the Debian packages python3-libtorrent and iproute2.
"""

import argparse
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

import libtorrent

PORT = 7000
SETTINGS = {
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
    "allow_multiple_connections_per_ip": True,
    "in_enc_policy": 2,
    "out_enc_policy": 2,
    "connection_speed": 100,
    "alert_mask": 0,
}


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Directory:
    """Files by which the processes find each other."""

    def __init__(self, path):
        self.path = path

    def file(self, name):
        return os.path.join(self.path, name)

    def say(self, name, text=""):
        with open(self.file(name + ".new"), "w") as out:
            out.write(text)
        os.rename(self.file(name + ".new"), self.file(name))

    def read(self, name):
        with open(self.file(name)) as said:
            return said.read()

    def wait(self, names, pause, seconds):
        end = time.time() + seconds
        while not all(os.path.exists(self.file(name)) for name in names):
            if time.time() > end:
                raise TimeoutError(f"waited {seconds} s for {names}")
            time.sleep(pause)


def member(directory, number, address, port, others):
    """Body of one process; number 0 is the seed."""
    session = libtorrent.session(dict(SETTINGS, listen_interfaces=f"{address}:{port}"))
    own = directory.file(f"rank-{number}")
    os.makedirs(own, exist_ok=True)
    torrent = {"ti": libtorrent.torrent_info(directory.file("torrent")), "save_path": own}
    if number == 0:
        torrent["flags"] = libtorrent.torrent_flags.seed_mode
    directory.say(f"ready-{number}")
    directory.wait(["gate"], 0.002, 600)
    before = cpu_seconds()
    handle = session.add_torrent(torrent)
    for other in others:
        handle.connect_peer(other)
    told = number == 0
    while not os.path.exists(directory.file("end")):
        if not told and handle.status().is_seeding:
            directory.say(f"done-{number}", str(time.time()))
            told = True
        time.sleep(0.02)
    directory.say(f"used-{number}", f"{cpu_seconds() - before} {handle.status().total_payload_upload}")


class Hosts:
    """A network namespace with one shaped link to a switch for each process."""

    def __init__(self, count, rate):
        self.names = [f"p2p-lt-{os.getpid()}-{i}" for i in range(count)]
        self.switch = f"p2p-lt-{os.getpid()}-switch"
        self.rate = rate

    def __enter__(self):
        try:
            self.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def make(self):
        run("ip", "netns", "add", self.switch)
        run("ip", "-n", self.switch, "link", "add", "br0", "type", "bridge")
        run("ip", "-n", self.switch, "link", "set", "br0", "up")
        for i, name in enumerate(self.names):
            run("ip", "netns", "add", name)
            run("ip", "link", "add", "eth0", "netns", name, "type", "veth",
                "peer", "name", f"port{i}", "netns", self.switch)
            run("ip", "-n", self.switch, "link", "set", f"port{i}", "master", "br0", "up")
            run("ip", "-n", name, "addr", "add", f"{self.address(i)}/24", "dev", "eth0")
            run("ip", "-n", name, "link", "set", "eth0", "up")
            for space, link in ((name, "eth0"), (self.switch, f"port{i}")):
                run("ip", "netns", "exec", space, "tc", "qdisc", "add", "dev", link, "root",
                    "tbf", "rate", self.rate, "burst", "128kb", "latency", "40ms")

    def __exit__(self, *_):
        for name in [*self.names, self.switch]:
            subprocess.run(["ip", "netns", "del", name], check=False, stderr=subprocess.DEVNULL)

    @staticmethod
    def address(i):
        return f"198.18.9.{i + 1}"

    def command(self, i):
        return ["ip", "netns", "exec", self.names[i]]


def run(*command):
    subprocess.run(command, check=True)


def payload(directory, mib):
    path = os.path.join(directory.file("rank-0"), "payload")
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as out:
        for _ in range(mib):
            out.write(os.urandom(1 << 20))
    storage = libtorrent.file_storage()
    libtorrent.add_files(storage, path)
    made = libtorrent.create_torrent(storage)
    libtorrent.set_piece_hashes(made, os.path.dirname(path))
    with open(directory.file("torrent"), "wb") as out:
        out.write(libtorrent.bencode(made.generate()))


def swarm(directory, peers, hosts):
    """Runs it; the time of the gate, when each peer was done, and what each process used."""
    ranks = range(peers + 1)
    places = [(hosts.address(i), PORT) if hosts else ("127.0.0.1", PORT + i) for i in ranks]
    processes = []
    try:
        for i in ranks:
            others = [f"{address}:{port}" for address, port in places[:i]]
            processes.append(subprocess.Popen(
                [*(hosts.command(i) if hosts else []), sys.executable, __file__,
                 "--member", directory.path, str(i), places[i][0], str(places[i][1]), *others]))
        directory.wait([f"ready-{i}" for i in ranks], 0.05, 60)
        gate = time.time()
        directory.say("gate")
        directory.wait([f"done-{i}" for i in ranks[1:]], 0.05, 600)
        directory.say("end")
        for process in processes:
            process.wait(60)
    finally:
        for process in processes:
            process.kill()
            process.wait()  # it writes no more where all is removed next
    done = [float(directory.read(f"done-{i}")) for i in ranks[1:]]
    used = [[float(x) for x in directory.read(f"used-{i}").split()] for i in ranks]
    return gate, done, used


def main():
    if sys.argv[1:2] == ["--member"]:
        directory, number, address, port, *others = sys.argv[2:]
        split = [other.rsplit(":", 1) for other in others]
        member(Directory(directory), int(number), address, int(port),
               [(host, int(at)) for host, at in split])
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as Ctrl-C: everything is removed
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peers", type=int, required=True)
    options.add_argument("--size-mib", type=int, required=True)
    options.add_argument("--rate", help="of each link both ways, such as 100mbit; default: loopback")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as path:
        directory = Directory(path)
        payload(directory, chosen.size_mib)
        if chosen.rate:
            with Hosts(chosen.peers + 1, chosen.rate) as hosts:
                gate, done, used = swarm(directory, chosen.peers, hosts)
        else:
            gate, done, used = swarm(directory, chosen.peers, None)
    size = chosen.size_mib << 20
    makespan = max(done) - gate
    delivered = chosen.peers * size
    print(f"makespan, s               {makespan:.2f}")
    if chosen.rate and chosen.rate.endswith("mbit"):
        bytes_per_second = float(chosen.rate[: -len("mbit")]) * 1e6 / 8
        hops = math.floor(math.log2(chosen.peers))
        bound = size / bytes_per_second * (1 + hops / chosen.size_mib)
        print(f"makespan / bound          {makespan / bound:.2f}")
    print(f"delivered in all, MB/s    {delivered / makespan / 1e6:.0f}")
    print(f"seed copies               {used[0][1] / size:.2f}")
    print(f"CPU-seconds per GB        {sum(cpu for cpu, _ in used) / (delivered / 1e9):.2f}")


if __name__ == "__main__":
    main()
