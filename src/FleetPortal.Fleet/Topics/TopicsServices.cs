using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Topics;

/// <summary>Registers the services of this slice.</summary>
internal static class TopicsServices
{
    /// <summary>Adds the services of topics.</summary>
    public static IServiceCollection AddTopics(this IServiceCollection services, TopicLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<TopicActivity>();
        services.AddSingleton<TopicQueries>();
        services.AddSingleton<SequenceTracker>();
        services.AddSingleton<TopicFilterTrie>();
        services.AddSingleton<RetainedMessages>();
        services.AddSingleton<IWriteStep, DropRetainedMessages>();
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<TopicActivity>());
        services.AddSingleton<IRetirementFollower>(provider => provider.GetRequiredService<SequenceTracker>());
        return services;
    }
}
