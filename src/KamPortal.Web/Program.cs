using KamPortal;
using KamPortal.Commands;
using KamPortal.Data;
using KamPortal.Data.Api;
using KamPortal.Features.Accounts;
using KamPortal.Features.Api;
using KamPortal.Features.Audit;
using KamPortal.Features.Imports;
using KamPortal.Features.Operations;
using KamPortal.Features.People;
using KamPortal.Features.Profitability;
using KamPortal.Features.Relationships;
using KamPortal.Features.Scoring;
using KamPortal.Features.SignIn;
using KamPortal.Features.Tiering;
using KamPortal.Features.Users;
using KamPortal.Security;
using KamPortal.Shell;

if (PortalCommands.IsCommand(args)) return await PortalCommands.RunAsync(args);

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets(); // So that an unpublished build works in Production too.

DatabaseConnection? opened = null;
try
{
    opened = await DatabaseConnection.OpenAsync(builder.Configuration, ClusterUse.Host, CancellationToken.None);
    await opened.PrepareAsync(builder.Configuration, CancellationToken.None);
}
catch (Exception e) when (PortalCommands.Sentence(e) is { } sentence)
{
    if (opened is not null) await opened.DisposeAsync();
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

await using var database = opened;
builder.AddPortal(database.Database).AddJobScheduler();
builder.Services.AddShell();
builder.AddOperations().AddSecurity().AddLogins();
builder.AddSignIn();
builder.Services.AddApiKeys();

var app = builder.Build();
app.UseOperations();
app.UseShell();
app.UseApiAnswers();
app.UseSecurity(afterSignIn: () => app.UseSignIn());
app.UseIdempotentCalls();
app.MapOperations();
app.MapSignIn();
app.MapUsers();
app.MapAudit();
app.MapTiering();
app.MapAccounts();
app.MapRelationships();
app.MapPeople();
app.MapProfitability();
app.MapShell();
app.MapImports();
app.MapScoring();
app.MapApiDocument();
await app.RunAsync();
return 0;

/// <summary>Named so that tests can start the portal.</summary>
public partial class Program;
