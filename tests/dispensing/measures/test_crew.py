"""A comparison is the same wherever it is run: in this process, in a pool, on a cluster that loses a worker."""

import os
import signal

import pytest
from tests.dispensing.dose.small_dose import dose
from tests.dispensing.small_network import small_network

from beredd.dispensing.errors import DispensingError
from beredd.dispensing.measures import CompareQuestion, compare
from beredd.dispensing.measures import crew as crews
from beredd.dispensing.measures.crew import Cluster, ClusterUnavailable, open_crew, shared_out

STOP = """name = "Stopp"
days = 3
[[event]]
id = "stopp"
hit = "erecept"
from = "d1h09"
for = 30
"""
COPY = "offline-receptkopia"


@pytest.fixture
def asked(tmp_path):
    """asked(crew, **how): the comparison's numbers."""
    path = tmp_path / "stopp.toml"
    path.write_text(STOP, encoding="utf-8")

    def ask(crew, *, progress=None, **how):
        question = CompareQuestion(scenario=str(path), measures=[COPY], **how)
        found = compare(question, network=small_network(), dose=dose(), crew=crew, progress=progress)
        return found["fingerprint"], found["effects"], found["pairs"], found["draws"] and found["draws"]["dropped"]

    return ask


@pytest.fixture(scope="module")
def cluster():
    """A cluster of two workers, each a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("how", [{"replicates": 3}, {"uncertainty": 3}], ids=["chance", "draws"])
def test_a_pool_gives_the_same_to_the_bit(asked, how):
    with open_crew() as alone:
        here = asked(alone, **how)
    with open_crew(workers=2) as pool:
        assert asked(pool, **how) == here


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_to_the_bit(asked, cluster):
    with open_crew() as alone:
        here = asked(alone, uncertainty=4)
    lost = []

    def lose(_done, _total):
        if not lost:
            lost.append(next(iter(crew._client.run(os.getpid).values())))
            os.kill(lost[0], signal.SIGKILL)

    with open_crew(cluster=cluster.scheduler_address) as crew:
        assert crew.hands == 2
        assert asked(crew, uncertainty=4, progress=lose) == here
    assert lost


@pytest.mark.slow
def test_a_cluster_of_another_version_is_refused(cluster, monkeypatch):
    monkeypatch.setattr(crews, "__version__", "0.0.9")
    with pytest.raises(ClusterUnavailable, match=r"Beredd .*, here it is 0\.0\.9"):
        Cluster(cluster.scheduler_address)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "inte en adress"])
def test_a_cluster_that_does_not_answer_is_said_in_one_sentence(monkeypatch, address):
    monkeypatch.setattr(crews, "REACH_S", 1)
    with pytest.raises(ClusterUnavailable, match="does not answer") as refused, open_crew(cluster=address):
        pass
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("how", "says"), [({"workers": 0}, "1 or more"), ({"workers": 2, "cluster": "a"}, "together")])
def test_a_crew_that_cannot_be_is_refused(how, says):
    with pytest.raises(DispensingError, match=says), open_crew(**how):
        pass


def test_without_the_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ClusterUnavailable, match="extra cluster"):
        Cluster("tcp://127.0.0.1:9")


@pytest.mark.parametrize(("first", "last", "hands"), [(0, 5, 2), (6, 7, 4), (0, 3, 8), (2, 12, 1)])
def test_replicates_are_shared_out_whole(first, last, hands):
    pieces = shared_out(first, last, hands)
    assert [r for piece in pieces for r in range(piece.first, piece.last)] == list(range(first, last))
    assert len(pieces) == min(hands, last - first)
