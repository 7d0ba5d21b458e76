#!/bin/sh
# Makes the secrets of compose.yaml that are missing: 48 random hexadecimal digits each. The services read them as other
# users, so the files can be read by all and their folder cannot be entered.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
for name in fleet-page prometheus-token grafana-admin; do
    if [ ! -s "secrets/$name" ]; then
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > "secrets/$name"
    fi
    chmod 644 "secrets/$name"
done
