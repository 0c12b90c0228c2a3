using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Tokens;

/// <summary>The dialog that creates an API token and shows its secret once.</summary>
public sealed partial class TokenDialog
{
    private string _name = "";
    private int _days = CreateApiToken.StandardDays;
    private Role _role = Role.Viewer;
    private CreatedApiToken? _created;

    [Inject]
    private CreateApiToken Create { get; set; } = null!;

    private Task CreateAsync() =>
        RunAsync(async actor => _created = await Create.ExecuteAsync(_name, _role, _days, actor, CancellationToken.None));
}
