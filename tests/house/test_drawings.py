from django.conf import settings

from intake.drawing import pipeline_page


def test_the_pipeline_page_says_what_the_code_says() -> None:
    page = (settings.BASE_DIR / "docs" / "pipeline.md").read_text()
    assert page == pipeline_page(), "Run `manage.py draw_pipeline`."
