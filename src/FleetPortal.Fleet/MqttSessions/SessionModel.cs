using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.MqttSessions;

/// <summary>Maps the tables of MQTT sessions.</summary>
internal sealed class SessionModel : IEntityTypeConfiguration<SessionRecord>, IEntityTypeConfiguration<SubscriptionRecord>,
    IEntityTypeConfiguration<QueuedMessageRecord>, IEntityTypeConfiguration<DeliveryRecord>, IEntityTypeConfiguration<ReceivedRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SessionRecord> session) => session.ToTable("MqttSessions").HasKey(x => x.ClientId);

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SubscriptionRecord> subscription) =>
        subscription.ToTable("MqttSubscriptions").HasKey(x => new { x.ClientId, x.Filter });

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<QueuedMessageRecord> message)
    {
        message.ToTable("MqttMessages").HasKey(x => x.Key);
        message.Property(x => x.Key).ValueGeneratedNever();
    }

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<DeliveryRecord> delivery) =>
        delivery.ToTable("MqttDeliveries").HasKey(x => new { x.ClientId, x.Sequence });

    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ReceivedRecord> received) =>
        received.ToTable("MqttReceived").HasKey(x => new { x.ClientId, x.PacketId });
}
