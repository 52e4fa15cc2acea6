"""Many readers at once on PostgreSQL: none is turned away for want of a connection."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

HERE = Path(__file__).parent
pytestmark = pytest.mark.slow


def test_a_hundred_and_fifty_readers_share_a_few_connections(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(HERE)
    import psycopg
    from postgres import server
    from test_start import answers, environment, free_port, wait_for

    with server() as url:
        env = {**environment(tmp_path), "DATABASE_URL": url, "BEREDD_DATABASE_POOL": "5"}
        subprocess.run([sys.executable, "-m", "beredd", "site", "prepare"], env=env, check=True)
        port = free_port()
        site = subprocess.Popen([sys.executable, "-m", "beredd", "site", "serve", "--port", str(port)], env=env)
        try:
            address = f"http://127.0.0.1:{port}/halsa"
            wait_for(lambda: answers(address))
            with ThreadPoolExecutor(50) as readers, psycopg.connect(url, autocommit=True) as connection:
                found = list(readers.map(answers, [address] * 150))
                (held,) = connection.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE usename IS NOT NULL"
                ).fetchone()
            assert found == [b'{"status": "ok"}'] * 150
            assert held <= 5 + 1 + 1  # the pool, this test, and the server's own
        finally:
            site.terminate()
            site.wait(20)
