import unittest

from . import case  # noqa: F401
from gradwatch._identity import Identity, clean_id


class IdentityTest(unittest.TestCase):
    def setUp(self):
        self.warnings = []

    def of(self, environment, **given):
        return Identity.of(environment, self.warnings.append, **given)

    def test_alone(self):
        one, other = self.of({}, name="n", project="p"), self.of({}, name="n", project="p")
        self.assertTrue(one.run_id.startswith("p-n-"))
        self.assertNotEqual(one.run_id, other.run_id)
        self.assertNotEqual(one.session, other.session)
        self.assertEqual((one.rank, one.world_size, one.attempt), (0, 1, None))

    def test_ranks_of_a_launcher_share_the_id(self):
        for launcher in (
            {"TORCHELASTIC_RUN_ID": "abc", "WORLD_SIZE": "2"},
            {"SLURM_JOB_ID": "17", "SLURM_NTASKS": "2"},
            {"MASTER_ADDR": "h", "MASTER_PORT": "1", "WORLD_SIZE": "2", "TORCHELASTIC_RUN_ID": "none"},
            {"GRADWATCH_RUN_ID": "mine"},
        ):
            ranks = [self.of({**launcher, "RANK": str(rank)}, name="n") for rank in range(2)]
            self.assertEqual(ranks[0].run_id, ranks[1].run_id)
            self.assertEqual([rank.rank for rank in ranks], [0, 1])

    def test_slurm_and_open_mpi(self):
        slurm = self.of({"SLURM_PROCID": "3", "SLURM_NTASKS": "8", "SLURM_JOB_ID": "9", "SLURM_RESTART_COUNT": "2"})
        self.assertEqual((slurm.run_id, slurm.rank, slurm.world_size, slurm.attempt), ("run-9", 3, 8, 2))
        array = self.of({"SLURM_ARRAY_JOB_ID": "9", "SLURM_ARRAY_TASK_ID": "4", "SLURM_JOB_ID": "13"})
        self.assertEqual(array.run_id, "run-9_4")
        mpi = self.of({"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "4", "OMPI_COMM_WORLD_LOCAL_RANK": "0"}, id="i")
        self.assertEqual((mpi.rank, mpi.local_rank, mpi.world_size), (1, 0, 4))

    def test_attempt_is_the_launchers_only_with_its_id(self):
        elastic = {"TORCHELASTIC_RUN_ID": "abc", "TORCHELASTIC_RESTART_COUNT": "1"}
        self.assertEqual(self.of(elastic).attempt, 1)
        self.assertIsNone(self.of({**elastic, "GRADWATCH_RUN_ID": "mine"}).attempt)
        self.assertEqual(self.of({**elastic, "GRADWATCH_ATTEMPT": "5"}).attempt, 5)

    def test_nonsense_is_named_and_left_out(self):
        self.assertEqual(self.of({"RANK": "-1", "WORLD_SIZE": "many"}).rank, 0)
        self.assertEqual(len(self.warnings), 2)
        self.assertIn("RANK is '-1'", self.warnings[1] + self.warnings[0])

    def test_resume_is_the_same_each_time(self):
        self.assertEqual(self.of({}, name="n", project="p", resume=True).run_id, "p-n")

    def test_ids_are_clean(self):
        self.assertEqual(clean_id(" a\nb\x00c "), "a-b-c")
        self.assertEqual(clean_id("\n"), "run")
        self.assertEqual(len(clean_id("x" * 500)), 200)
