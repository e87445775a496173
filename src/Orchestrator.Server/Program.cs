using Orchestrator.Server.Access;
using Orchestrator.Server.Hosting;

return args switch
{
    ["create-key", .. var rest] => await CreateKeyCommand.RunAsync(rest),
    ["rotate-keys", .. var rest] => await RotateKeysCommand.RunAsync(rest),
    ["check", .. var rest] => await CheckCommand.RunAsync(rest),
    ["health", .. var rest] => await HealthCommand.RunAsync(rest),
    _ => await RunServer.RunAsync(args),
};
