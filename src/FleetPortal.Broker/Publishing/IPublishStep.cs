namespace FleetPortal.Broker.Publishing;

/// <summary>What follows a step of a PUBLISH.</summary>
internal enum PublishFlow
{
    /// <summary>The next step runs.</summary>
    Continue,

    /// <summary>The PUBLISH is refused or answered; no further step runs.</summary>
    Stop,
}

/// <summary>
/// A step of every PUBLISH and of every will. The steps run in the order in which <see cref="BrokerServices"/> registers them. A step that
/// needs no waiting returns a completed task and allocates nothing. Must be thread-safe: connections publish at the same time.
/// </summary>
internal interface IPublishStep
{
    /// <summary>Carries out the step.</summary>
    ValueTask<PublishFlow> RunAsync(PublishContext publish);
}
