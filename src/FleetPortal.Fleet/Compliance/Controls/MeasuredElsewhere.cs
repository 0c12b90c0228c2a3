namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>A control that another slice measures. Until that slice exists, it is not covered.</summary>
/// <param name="description">What the control is about.</param>
/// <param name="missing">What the portal does not have yet, as one sentence.</param>
/// <param name="sources">What other slices measure.</param>
internal sealed class MeasuredElsewhere(
    ControlDescription description, string missing, IEnumerable<IComplianceSource> sources) : IControl
{
    private readonly IComplianceSource? _source = sources.SingleOrDefault(source => source.ControlId == description.Id);

    /// <inheritdoc/>
    public ControlDescription Description { get; } = description;

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context) => _source?.Measure(context) ?? Measurement.NotCovered(missing);
}
