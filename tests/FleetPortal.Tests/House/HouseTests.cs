using System.Reflection;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using FleetPortal.Slices;
using FleetPortal.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Tests.House;

/// <summary>The order of the house: slices, and what they contribute.</summary>
public sealed class HouseTests
{
    [Fact]
    public void EverySlice_IsListedOnce_UnderTheNameOfItsNamespace()
    {
        var slices = typeof(IPortalSlice).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IPortalSlice).IsAssignableFrom(type)).ToList();
        Assert.Equal(slices.Select(type => type.FullName).Order(StringComparer.Ordinal),
            PortalSlices.All.Select(slice => slice.GetType().FullName).Order(StringComparer.Ordinal));
        Assert.All(PortalSlices.All, slice => Assert.Equal($"FleetPortal.Slices.{slice.Name}", slice.GetType().Namespace));
    }

    [Fact]
    public void EveryNamespaceOfASlice_HasASlice()
    {
        var names = typeof(IPortalSlice).Assembly.GetTypes().Select(type => type.Namespace)
            .OfType<string>().Where(name => name.StartsWith("FleetPortal.Slices.", StringComparison.Ordinal)).Distinct();
        Assert.Equal(PortalSlices.All.Select(slice => $"FleetPortal.Slices.{slice.Name}").Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AddressesOfPages_AndNamesOfCommands_AreTheirOwn()
    {
        var addresses = PortalSlices.Navigation.Select(entry => entry.Address)
            .Concat(PortalSlices.Settings.Select(section => $"settings/{section.Address}")).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct(StringComparer.Ordinal).Count());
        var commands = PortalSlices.All.SelectMany(slice => slice.Commands([])).Select(command => command.Name).ToList();
        Assert.Equal(commands.Count, commands.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(PortalSlices.Navigation.Count, 5, 10);
    }

    [Fact]
    public async Task EveryServiceOfOurs_Resolves()
    {
        IServiceCollection registered = null!;
        await using var portal = await RunningPortal.StartWithServicesAsync(services => registered = services);
        await using var scope = portal.Application.Services.CreateAsyncScope();
        var ours = registered.Where(service => service.ServiceType.FullName?.StartsWith("FleetPortal.", StringComparison.Ordinal) == true
            && !service.ServiceType.IsGenericTypeDefinition).ToList();
        Assert.InRange(ours.Count, 100, 1000);
        Assert.All(ours, service => Assert.NotNull(scope.ServiceProvider.GetRequiredService(service.ServiceType)));
    }

    [Fact]
    public void Pages_ReadMemory_ThroughQueriesThatAskForTheRight()
    {
        Type[] unguarded = [typeof(LiveConnections), typeof(TopicActivity)];
        var components = typeof(IPortalSlice).Assembly.GetTypes()
            .Where(typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom).ToList();
        Assert.InRange(components.Count, 80, 1000);
        Assert.Empty(components.SelectMany(type =>
            type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(property => unguarded.Contains(property.PropertyType))
                .Select(property => $"{property.DeclaringType!.Name}.{property.Name}"));
    }

    [Fact]
    public void EverySetting_IsInTheReadme()
    {
        var readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
        var keys = (string[])typeof(IPortalSlice).Assembly.GetType("FleetPortal.Configuration.KnownSettings", throwOnError: true)!
            .GetField("Keys")!.GetValue(null)!;
        Assert.InRange(keys.Length, 30, 200);
        Assert.DoesNotContain(keys, key => !readme.Contains($"`{key.Replace("*", "NAME", StringComparison.Ordinal)}`",
            StringComparison.Ordinal) && !readme.Contains($"`{key.Split(':')[^1]}`", StringComparison.Ordinal));
    }
}
