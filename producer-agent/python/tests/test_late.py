"""Records that wait on disk while no agent is there."""

import os
import time
from unittest import mock

from .case import AgentCase, late_lines
from gradwatch import _latefolder
from gradwatch._address import Address
from gradwatch._backlog import Backlog
from gradwatch._late import LateFile


class LateFileTest(AgentCase):
    def setUp(self):
        super().setUp()
        self.folder = os.path.join(self.agent.folder, "late")

    def file(self, limit=1 << 20):
        return LateFile(self.folder, 7, limit)

    def test_records_are_read_back_from_any_number(self):
        file = self.file(1 << 30)
        lines = [b'{"n":%d,"x":"%b"}\n' % (number, b"x" * 1000) for number in range(1000)]
        self.assertTrue(file.append({"type": "hello"}, 5, lines[:500]))
        self.assertTrue(file.append({"type": "hello"}, 505, lines[500:]))
        for start in (5, 6, 262, 263, 504, 505, 1004):
            number, found = start, []
            while number < 1005:
                some = file.read(number)
                self.assertTrue(some)
                found += some
                number += len(some)
            self.assertEqual(found, lines[start - 5 :])
        self.assertEqual(file.read(1005), [])

    def test_file_goes_with_the_last_acknowledgement(self):
        file = self.file()
        file.append({}, 0, [b"{}\n"] * 10)
        file.acknowledge(9)
        self.assertTrue(os.path.exists(file.path))
        file.acknowledge(10)
        self.assertEqual(os.listdir(self.folder), [])
        self.assertTrue(file.append({}, 10, [b"{}\n"]))
        self.assertEqual(file.read(10), [b"{}\n"])
        file.leave()

    def test_no_room_takes_nothing(self):
        file = self.file(limit=2000)
        self.assertTrue(file.append({}, 0, [b"x" * 1000 + b"\n"]))
        self.assertFalse(file.append({}, 1, [b"x" * 1000 + b"\n"]))
        self.assertEqual(len(file), 1)
        other = LateFile(self.folder, 8, 2000)
        self.assertFalse(other.append({}, 0, [b"x" * 1000 + b"\n"]))

    def test_full_disk_leaves_what_was_written_whole(self):
        file = self.file()
        file.append({}, 0, [b"{}\n"] * 3)
        write = os.pwrite

        def half(descriptor, data, at):
            if len(data) < 4:
                raise OSError(28, "No space left on device")
            return write(descriptor, data[: len(data) // 2], at)

        with mock.patch("os.pwrite", half), self.assertRaises(OSError):
            file.append({}, 3, [b"{}\n"] * 3)
        self.assertEqual(len(late_lines(file.path)), 4)
        file.append({}, 3, [b"{}\n"])
        self.assertEqual(len(late_lines(file.leave())), 5)

    def test_attempt_that_is_known_later(self):
        file = self.file()
        file.append({"attempt": None}, 0, [b"{}\n"])
        file.introduce({"attempt": 12})
        self.assertEqual(late_lines(file.path)[0]["attempt"], 12)
        self.assertEqual(file.read(0), [b"{}\n"])
        file.leave()

    def test_rights(self):
        file = self.file()
        file.append({}, 0, [b"{}\n"])
        self.assertEqual(os.stat(self.folder).st_mode & 0o777, 0o700)
        self.assertEqual(os.stat(file.path).st_mode & 0o777, 0o600)
        file.leave()

    def test_folder_is_that_of_the_address(self):
        home = {"HOME": "/home/ada", "XDG_RUNTIME_DIR": "/run/user/7"}
        below = f"/home/ada/.gradwatch/late/{_latefolder.host_folder()}"
        self.assertEqual(_latefolder.folder_of(Address.default(home), home), below)
        self.assertEqual(_latefolder.folder_of(Address.parse("unix:/jobs/agent.sock"), home), "/jobs/late")
        self.assertEqual(_latefolder.folder_of(Address.parse("tcp:127.0.0.1:4270"), home), f"{below}/tcp-127.0.0.1-4270")

    def test_user_without_a_home_has_no_folder(self):
        for home in ("~", "?", "ada"):
            nowhere = {"HOME": home, "XDG_RUNTIME_DIR": "/run/user/7"}
            self.assertIsNone(_latefolder.folder_of(Address.default(nowhere), nowhere))

    def test_folders_of_a_new_home_are_all_closed_to_others(self):
        folder = os.path.join(self.agent.folder, ".gradwatch", "late", "host")
        _latefolder.make_folder(os.path.join(folder, "tcp"))
        _latefolder.make_folder(folder)
        for made in (folder, os.path.dirname(folder)):
            self.assertEqual(os.stat(made).st_mode & 0o777, 0o700)

    def test_limit(self):
        said = []
        self.assertEqual(_latefolder.limit_of({"GRADWATCH_SPOOL_LIMIT": "64MiB"}, said.append), 64 << 20)
        self.assertEqual(_latefolder.limit_of({}, said.append), 1 << 30)
        self.assertEqual(_latefolder.limit_of({"GRADWATCH_SPOOL_LIMIT": "much"}, said.append), 1 << 30)
        self.assertEqual(len(said), 1)
        for text, size in (("1.5GiB", 3 << 29), ("512 KiB", 512 << 10), ("10B", 10)):
            self.assertEqual(_latefolder.limit_of({"GRADWATCH_SPOOL_LIMIT": text}, said.append), size)
        for text in ("64mib", "64", "MiB", "1.5.5GiB", "99999999999GiB"):
            self.assertEqual(_latefolder.limit_of({"GRADWATCH_SPOOL_LIMIT": text}, said.append), 1 << 30)
        self.assertEqual(len(said), 6)

    def test_file_of_another_rank_that_goes_meanwhile(self):
        os.mkdir(self.folder, 0o700)
        for name in ("1.live", "2.live"):
            with open(os.path.join(self.folder, name), "w") as file:
                file.write("12345")
        entries = list(os.scandir(self.folder))
        os.unlink(os.path.join(self.folder, "1.live"))
        with mock.patch("os.scandir") as scan:
            scan.return_value.__enter__.return_value = entries
            self.assertEqual(_latefolder.bytes_of(self.folder), 5)

    def test_file_is_empty_before_it_is_deleted(self):
        file = self.file()
        file.append({}, 0, [b"{}\n"])
        with open(file.path, "rb") as agent:
            file.acknowledge(1)
            self.assertEqual(agent.read(), b"")

    def test_what_nobody_took_for_long_goes_with_the_next_file(self):
        os.mkdir(self.folder, 0o700)
        long_ago = time.time() - _latefolder.OLDEST_SECONDS - 60
        names = [f"{number}{ending}" for number, ending in enumerate(_latefolder.ENDINGS)] + ["notes.txt", "9.live"]
        for name in names:
            path = os.path.join(self.folder, name)
            with open(path, "w"):
                pass
            if name != "9.live":
                os.utime(path, (long_ago, long_ago))
        mine = LateFile(self.folder, 8)
        mine.append({}, 0, [b"{}\n"])
        os.utime(mine.path, (long_ago, long_ago))
        file = self.file()
        file.append({}, 0, [b"{}\n"])
        self.assertEqual(sorted(os.listdir(self.folder)), ["7.live", "8.live", "9.live", "notes.txt"])
        for one in (mine, file):
            one.leave()


class BacklogOnDiskTest(AgentCase):
    def backlog(self, memory=2_000, disk=1 << 20):
        return Backlog(memory, LateFile(os.path.join(self.agent.folder, "late"), 3, disk))

    def fill(self, backlog, count):
        for _ in range(count):
            self.assertTrue(backlog.add(lambda seq: b"%d\n" % seq, False))

    def test_order_over_spill_acknowledgement_and_a_new_connection(self):
        backlog = self.backlog()
        self.fill(backlog, 5)
        self.assertEqual(backlog.chunk(), b"0\n1\n2\n3\n4\n")
        self.fill(backlog, 3)
        self.assertTrue(backlog.spill({}))
        self.assertEqual(backlog.chunk(), b"5\n6\n7\n")
        self.fill(backlog, 2)
        backlog.acknowledge(6)
        self.assertTrue(backlog.spill({}))
        self.fill(backlog, 1)
        self.assertEqual((backlog.chunk(), backlog.chunk(), backlog.chunk()), (b"8\n9\n", b"10\n", b""))
        backlog.rewind()
        self.assertEqual(len(backlog), 5)
        self.assertEqual((backlog.chunk(), backlog.chunk()), (b"6\n7\n8\n9\n", b"10\n"))
        backlog.acknowledge(11)
        self.assertEqual((len(backlog), backlog.bytes), (0, 0))

    def test_last_of_a_full_disk_are_the_essential_ones_and_the_count(self):
        backlog = self.backlog(memory=1 << 20, disk=300)
        for number in range(100):
            backlog.add(lambda seq: b"step %d\n" % seq, number == 0)
        backlog.add(lambda seq: b"end\n", True)
        path, lost, _ = backlog.leave({}, lambda seq, line, lost: b"end %d, %d lost\n" % (seq, lost), lambda lost: None)
        self.assertEqual(lost, 99)
        with open(path, "rb") as file:
            self.assertEqual([line[9:] for line in file][1:], [b"step 0\n", b"end 100, 99 lost\n"])

    def test_end_without_room_goes_into_the_hello_and_nothing_on_disk_counts_as_lost(self):
        backlog = self.backlog()
        self.fill(backlog, 5)
        backlog.spill({"attempt": None})
        self.fill(backlog, 3)
        with mock.patch.object(LateFile, "_write", side_effect=OSError(28, "No space left on device")):
            path, lost, fault = backlog.leave(
                {"attempt": 3}, lambda seq, line, lost: line, lambda lost: {"outcome": "FINISHED", "droppedRecords": lost}
            )
        self.assertEqual((lost, fault.errno), (2, 28))
        hello, *records = late_lines(path)
        self.assertEqual(hello["ended"], {"outcome": "FINISHED", "droppedRecords": 2})
        self.assertEqual((hello["attempt"], records), (3, [0, 1, 2, 3, 4]))

    def test_disk_without_any_room_leaves_no_file(self):
        backlog = self.backlog()
        self.fill(backlog, 3)
        with mock.patch("os.pwrite", side_effect=OSError(28, "No space left on device")):
            path, lost, _ = backlog.leave({}, lambda seq, line, lost: line, lambda lost: {"outcome": "FINISHED"})
        self.assertEqual((path, lost, os.listdir(os.path.join(self.agent.folder, "late"))), (None, 3, []))

    def test_file_that_cannot_be_read_is_given_up_and_what_is_in_memory_follows(self):
        backlog = self.backlog()
        said = []
        backlog.on_lost = lambda count, cause: said.append(count)
        self.fill(backlog, 5)
        backlog.spill({})
        self.fill(backlog, 2)
        os.truncate(backlog._file.path, 20)
        self.assertEqual((backlog.chunk(), backlog.chunk()), (b"5\n6\n", b""))
        self.assertEqual((said, len(backlog)), ([5], 2))
        backlog.acknowledge(7)
        self.fill(backlog, 1)
        self.assertTrue(backlog.spill({}))
        self.assertEqual(backlog.chunk(), b"7\n")
