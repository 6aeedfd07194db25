CREATE INDEX ledger_by_deployment ON ledger (deployment, purpose, called_at);
