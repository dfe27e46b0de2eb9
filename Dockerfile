FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Restored first: a change of code alone then reuses the packages.
COPY global.json Directory.*.props ./
COPY eng/BannedSymbols.txt eng/
COPY src/KamPortal.Domain/*.csproj src/KamPortal.Domain/
COPY src/KamPortal.Web/*.csproj src/KamPortal.Web/
RUN dotnet restore src/KamPortal.Web
COPY .editorconfig ./
COPY src src
RUN dotnet publish src/KamPortal.Web -c Release --no-restore -o /portal

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /portal
COPY --from=build /portal .
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "KamPortal.Web.dll"]
