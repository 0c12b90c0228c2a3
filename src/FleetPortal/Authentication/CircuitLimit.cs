using System.Collections.Concurrent;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FleetPortal.Authentication;

/// <summary>How many pages each person has open. Bounded by the people who have one open.</summary>
public sealed class OpenPages
{
    /// <summary>The most pages of one person at a time: each holds memory on the server.</summary>
    public const int MaxPerPerson = 40;

    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Takes a place if there is one.</summary>
    public bool TryEnter(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (_open.AddOrUpdate(actor.Key, 1, (_, n) => n + 1) <= MaxPerPerson)
        {
            return true;
        }

        Leave(actor);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var key = actor.Key;
        if (_open.AddOrUpdate(key, 0, (_, n) => n - 1) <= 0)
        {
            _open.TryRemove(KeyValuePair.Create(key, 0));
        }
    }
}

/// <summary>Refuses a page beyond the limit; the framework has none of its own.</summary>
public sealed class CircuitLimit(OpenPages pages, AuthenticationStateProvider people) : CircuitHandler
{
    private Actor? _entered;

    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if ((await people.GetAuthenticationStateAsync()).User.FindActor() is not { } actor)
        {
            return;
        }

        _entered = pages.TryEnter(actor) ? actor : throw new InvalidOperationException($"{actor.Name} has {OpenPages.MaxPerPerson} pages open already.");
    }

    /// <inheritdoc/>
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_entered is { } actor)
        {
            pages.Leave(actor);
            _entered = null;
        }

        return Task.CompletedTask;
    }
}
