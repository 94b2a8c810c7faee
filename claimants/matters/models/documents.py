"""Rows that hold a long document, which most queries leave where it is."""

from typing import TypeVar

from django.db import models

Documented = TypeVar("Documented", bound=models.Model)


class WithoutDocument(models.Manager[Documented]):
    """Leaves the documents where they are: what was built from one is kept by its digest, and they are long."""

    def get_queryset(self) -> models.QuerySet[Documented]:
        return super().get_queryset().defer("document")


def whole(row: Documented) -> Documented:
    """The row with its document, and with the digest that belongs to it, if a query left the document out."""
    if "document" in row.get_deferred_fields():
        row.refresh_from_db(fields=["document", "sha256"])
    return row
