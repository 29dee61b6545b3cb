"""
What an office keeps of its own figures: questions with a name, plans of reports, and reports.

They are of an office and of no case, so their keys begin with the office. All of them hold codes
and counts; a name of a question is the office's own words, and refuses what looks like a document.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Question(models.Model):
    """A question an office gave a name to; `asked` is its address, in codes."""

    pk = models.CompositePrimaryKey("office_id", "question_id")
    office_id = models.TextField()
    question_id = models.UUIDField()
    name = models.TextField()
    asked = models.TextField()
    saved_by = models.UUIDField()
    saved_at = models.DateTimeField()


class ReportPlan(models.Model):
    """
    A report an office gets every week or month, while whoever asked for it leads there.

    `asked` is the address of a question, or empty for the page of supervision; `ended_why` is
    `left` or `stopped`.
    """

    pk = models.CompositePrimaryKey("office_id", "plan_id")
    office_id = models.TextField()
    plan_id = models.UUIDField()
    name = models.TextField()
    asked = models.TextField(default="")
    rhythm = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "next_at", condition=models.Q(ended_at__isnull=True), name="cases_reportplan_next"
            )
        ]


class Report(models.Model):
    """
    One report, as it was counted; `readers` are those who led the office then.

    No case closed to any of them is in it. Whoever comes to lead the office later reads the next.
    """

    pk = models.CompositePrimaryKey("office_id", "report_id")
    office_id = models.TextField()
    report_id = models.UUIDField()
    plan_id = models.UUIDField()
    name = models.TextField()
    asked = models.TextField(default="")
    made_at = models.DateTimeField()
    readers = ArrayField(models.UUIDField())
    content = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index("office_id", "made_at", name="cases_report_made")]
