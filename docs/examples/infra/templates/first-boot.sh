#!/bin/sh
# Runs once, at the first boot, after cloud-config. Only values of harmless characters may stand in a script.
set -eu
echo "${{ host.name }} ${{ host.labels.role }}" > /var/lib/first-boot
logger -t first-boot "ready in rack ${{ host.labels.rack }}"
