"""Messages as files: one that is being written is seen by nobody."""

from pathlib import Path

from kombu import Connection

from intake.celery import app


def test_a_message_is_whole_before_it_is_found(tmp_path: Path) -> None:
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}
    with Connection("filesystem://", transport="intake.filequeue:Transport", transport_options=folders) as connection:
        queue = connection.SimpleQueue("whole")
        (tmp_path / ".half.part").touch()
        assert queue.qsize() == 0
        queue.put({"said": "Ünïcode"})
        (message,) = tmp_path.glob("*.whole.msg")
        assert message.read_bytes().endswith(b"}")
        assert [path.name for path in tmp_path.glob(".*")] == [".half.part"]
        assert queue.get(timeout=5).payload == {"said": "Ünïcode"}
        queue.close()


def test_messages_go_by_files_where_there_is_no_broker() -> None:
    if app.conf.broker_url.startswith("filesystem"):
        assert app.conf.broker_transport == "intake.filequeue:Transport"
    else:
        assert app.conf.broker_transport is None
