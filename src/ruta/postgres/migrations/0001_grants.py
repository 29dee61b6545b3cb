"""Grant the web and the jobs what they need on the tables of Django and of the job queue."""

from django.db import migrations

from ruta.postgres.grants import Grant


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        Grant("web, worker", "select", on="django_content_type"),
        Grant("web, worker", "select", on="django_migrations"),
        # The web puts jobs in the queue; the queue's trigger notes each one as an event.
        Grant("web", "select, insert", on="procrastinate_jobs"),
        Grant("web", "insert", on="procrastinate_events"),
        Grant("web", "usage", on="sequence procrastinate_jobs_id_seq"),
        Grant("web", "usage", on="sequence procrastinate_events_id_seq"),
        Grant("worker", "select, insert, update, delete", on="procrastinate_jobs"),
        Grant("worker", "select, insert, update, delete", on="procrastinate_events"),
        Grant("worker", "select, insert, update, delete", on="procrastinate_periodic_defers"),
        Grant("worker", "select, insert, update, delete", on="procrastinate_workers"),
        Grant("worker", "usage", on="sequence procrastinate_jobs_id_seq"),
        Grant("worker", "usage", on="sequence procrastinate_events_id_seq"),
        Grant("worker", "usage", on="sequence procrastinate_periodic_defers_id_seq"),
    ]
