using System.CommandLine;
using KamPortal.Data.Seeding;
using KamPortal.Security;

namespace KamPortal.Commands;

internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "Loads or removes a demo portfolio.");
        var portfolio = new Option<string>("--portfolio") { Description = "Which situation to load.", DefaultValueFactory = _ => DemoRecipe.Manufacturer.Code };
        portfolio.AcceptOnlyFromAmong([.. DemoRecipe.All.Select(r => r.Code)]);
        var load = new Command("load", "Loads a demo into an empty portfolio, scores it, and prints the demo logins once.") { portfolio };
        load.SetAction(async (parsed, ct) =>
        {
            var recipe = DemoRecipe.Of(parsed.GetRequiredValue(portfolio));
            await using var host = await CommandHost.StartAsync(ct);
            foreach (var login in await host.Get<DemoPortfolio>().LoadAsync(CurrentUser.System, recipe, ct))
                Console.WriteLine($"{login.Email,-40} {login.Password,-24} {login.Role}, {login.Name}");
            return 0;
        });
        var remove = new Command("remove", "Takes the demo away, whole; your own logins and the audit log stay.");
        remove.SetAction(async (_, ct) =>
        {
            await using var host = await CommandHost.StartAsync(ct);
            await host.Get<DemoPortfolio>().RemoveAsync(CurrentUser.System, ct);
            Console.WriteLine("The demo portfolio is gone.");
            return 0;
        });
        command.Subcommands.Add(load);
        command.Subcommands.Add(remove);
        return command;
    }
}
