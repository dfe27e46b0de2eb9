using System.CommandLine;
using KamPortal.Features.Users;
using KamPortal.Resources;
using KamPortal.Security;
using Microsoft.Extensions.Localization;

namespace KamPortal.Commands;

internal static class UserCommand
{
    public static Command Create()
    {
        var command = new Command("user", "Works on logins.");
        command.Subcommands.Add(Add());
        return command;
    }

    private static Command Add()
    {
        var email = new Argument<string>("email") { Description = "The e-mail address to sign in with." };
        var name = new Option<string>("--name") { Description = "The name shown on screen and in the audit log.", Required = true };
        var roles = new Option<string[]>("--role")
        {
            Description = $"A role; may be given more than once: {string.Join(", ", Role.All.Keys)}.", Required = true,
        };
        roles.AcceptOnlyFromAmong([.. Role.All.Keys]);
        var command = new Command("add", "Creates a login and prints its initial password once; it must be changed at the first sign-in.") { email, name, roles };
        command.SetAction(async (parse, ct) =>
        {
            await using var host = await CommandHost.StartAsync(ct);
            var form = new NewLoginForm
            {
                Email = parse.GetRequiredValue(email), DisplayName = parse.GetRequiredValue(name), Roles = parse.GetRequiredValue(roles),
            };
            var login = await host.Get<UserAccounts>().AddAsync(CurrentUser.System, form, ct);
            if (login.Problem is { } problem)
            {
                await Console.Error.WriteLineAsync(host.Get<IStringLocalizer<UsersTexts>>()["Problem." + problem]);
                return 1;
            }

            Console.WriteLine($"{login.Email}  {login.InitialPassword}");
            return 0;
        });
        return command;
    }
}
