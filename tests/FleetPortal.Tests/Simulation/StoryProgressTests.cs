using FleetPortal.Simulator.Story;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Simulation;

public sealed class StoryProgressTests
{
    [Fact]
    public void WhatIsDone_IsRememberedAcrossRestarts()
    {
        using var directory = new TemporaryDirectory();
        StoryProgress.Open(directory.Path)!.MarkDone("pump-0017");
        var again = StoryProgress.Open(directory.Path)!;
        Assert.True(again.IsDone("pump-0017"));
        Assert.False(again.IsDone("pump-0018"));
    }

    [Fact]
    public void AFleetWithoutAStory_KeepsItsThingsAsTheyAre()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("meter-0001.pem"), "");
        Assert.Null(StoryProgress.Open(directory.Path));
    }
}
