namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>The only row of the table StatusMarks: the audit entry up to which every follower was told of status changes.</summary>
internal sealed class StatusMarkRecord
{
    public int Key { get; set; }
    public long Sequence { get; set; }
}
