"""Runs migrations on the connection `archive.migrating` hands over."""

from alembic import context

from archive.models import Record

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Record.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
