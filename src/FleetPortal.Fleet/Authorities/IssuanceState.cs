namespace FleetPortal.Fleet.Authorities;

internal enum IssuanceState
{
    Intended,
    Issued,
    Abandoned,
}
