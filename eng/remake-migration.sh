#!/usr/bin/env bash
# Regenerates the Initial migration from the model, until the first release freezes it.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=src/KamPortal.Web/Data/Migrations
rm -f "$dir"/*_Initial.cs "$dir"/*_Initial.Designer.cs "$dir"/KamDbContextModelSnapshot.cs
dotnet tool restore >/dev/null
dotnet ef migrations add Initial --project src/KamPortal.Web --output-dir Data/Migrations --namespace KamPortal.Data.Migrations
# The tool files the snapshot by its namespace, not by the folder asked for.
find src/KamPortal.Web/KamPortal -name KamDbContextModelSnapshot.cs -exec mv {} "$dir/" \;
rm -rf src/KamPortal.Web/KamPortal
id=$(basename "$(ls "$dir"/*_Initial.cs)" _Initial.cs)
mv "$dir/${id}_Initial.cs" "$dir/20260101000000_Initial.cs"
mv "$dir/${id}_Initial.Designer.cs" "$dir/20260101000000_Initial.Designer.cs"
sed -i "s/${id}_Initial/20260101000000_Initial/" "$dir/20260101000000_Initial.Designer.cs"
