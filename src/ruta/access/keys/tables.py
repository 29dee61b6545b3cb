"""Where the wrapped keys of cases are kept; destroying a row makes its texts unreadable."""

from django.db import models
from django.db.models.functions import Now


class CaseKey(models.Model):
    """The data key of one compartment of one case, wrapped by the key of `kek_version`."""

    pk = models.CompositePrimaryKey("case_id", "compartment")
    case_id = models.UUIDField()
    compartment = models.CharField(max_length=1)
    kek_version = models.SmallIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())
    made_by = models.UUIDField(null=True)
    """Who sealed there first; nobody's when it was loaded. A case unknown to all is theirs."""

    class Meta:
        db_table = "access_casekey"
