"""The published figures as pages and files, made from frozen releases and from nothing else."""
