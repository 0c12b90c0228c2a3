using Bunit;
using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>What a dialog's button does, it does once.</summary>
public sealed class ActionDialogTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    [Fact]
    public async Task ADoubleClick_ActsOnce_AlsoWhenTheFirstIsDoneBeforeTheSecondComes()
    {
        var dialog = Render();
        var work = new TaskCompletionSource();
        await dialog.InvokeAsync(() =>
        {
            _ = dialog.Instance.PressAsync(() => work.Task);
            _ = dialog.Instance.PressAsync(() => work.Task);
        });
        Assert.Equal(1, dialog.Instance.Acted);
        await dialog.InvokeAsync(work.SetResult);
        await dialog.InvokeAsync(() => dialog.Instance.PressAsync(() => Task.CompletedTask));
        Assert.Equal((1, true), (dialog.Instance.Acted, dialog.Instance.IsPressed));
    }

    [Fact]
    public async Task WhatFailed_IsSaid_AndMayBePressedAgain()
    {
        var dialog = Render();
        await dialog.InvokeAsync(() => dialog.Instance.PressAsync(() => throw new FleetError(FleetErrorKind.Conflict, "test", "Not now.")));
        Assert.Equal(("Not now.", false), (dialog.Instance.Why, dialog.Instance.IsPressed));
        await dialog.InvokeAsync(() => dialog.Instance.PressAsync(() => Task.CompletedTask));
        Assert.Equal((2, null), (dialog.Instance.Acted, dialog.Instance.Why));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private IRenderedComponent<TestDialog> Render()
    {
        var person = ActorClaims.PrincipalOf(new Actor("persona", "Jonas", Role.Administrator), "test");
        return _context.Render<TestDialog>(p => p.AddCascadingValue(Task.FromResult(new AuthenticationState(person))));
    }

    private sealed class TestDialog : ActionDialog
    {
        public int Acted { get; private set; }

        public string? Why => Fault;

        public bool IsPressed => IsBusy;

        public Task PressAsync(Func<Task> work) => RunAsync(_ =>
        {
            Acted++;
            return work();
        });
    }
}
