using MudBlazor;

namespace FleetPortal.Components.Controls;

/// <summary>The icons of the portal. Each idea has one icon on all pages.</summary>
public static class FleetIcons
{
    public const string Overview = Icons.Material.Outlined.Speed;
    public const string Things = Icons.Material.Outlined.Memory;
    public const string Certificates = Icons.Material.Outlined.WorkspacePremium;
    public const string Applications = Icons.Material.Outlined.Hub;
    public const string Connections = Icons.Material.Outlined.Timeline;
    public const string Active = Icons.Material.Outlined.CheckCircle;
    public const string Expiring = Icons.Material.Outlined.Schedule;
    public const string Storm = Icons.Material.Outlined.Thunderstorm;
    public const string Expired = Icons.Material.Outlined.TimerOff;
    public const string OnHold = Icons.Material.Outlined.PauseCircle;
    public const string Pending = Icons.Material.Outlined.Pending;
    public const string Revoked = Icons.Material.Outlined.Block;
    public const string Copy = Icons.Material.Outlined.ContentCopy;
    public const string Connected = Icons.Material.Outlined.Wifi;
    public const string NotConnected = Icons.Material.Outlined.WifiOff;
    public const string Contain = Icons.Material.Outlined.Shield;
    public const string Issue = Icons.Material.Outlined.VpnKey;
    public const string Rotate = Icons.Material.Outlined.Autorenew;
    public const string Authority = Icons.Material.Outlined.AccountBalance;
    public const string External = Icons.Material.Outlined.Public;
    public const string Release = Icons.Material.Outlined.Undo;
    public const string Refused = Icons.Material.Outlined.Cancel;
    public const string NotReached = Icons.Material.Outlined.RemoveCircleOutline;
    public const string Ticked = Icons.Material.Filled.Check;
    public const string Some = Icons.Material.Filled.Remove;
    public const string Compare = Icons.Material.Outlined.Compare;
    public const string Search = Icons.Material.Outlined.Search;
    public const string Add = Icons.Material.Outlined.Add;
    public const string Close = Icons.Material.Outlined.Close;
    public const string Dark = Icons.Material.Outlined.DarkMode;
    public const string Light = Icons.Material.Outlined.LightMode;
    public const string Warning = Icons.Material.Outlined.WarningAmber;
    public const string Error = Icons.Material.Outlined.Report;
    public const string Info = Icons.Material.Outlined.Info;
    public const string Download = Icons.Material.Outlined.Download;
    public const string Upload = Icons.Material.Outlined.Upload;
    public const string Menu = Icons.Material.Outlined.Menu;
    public const string Terminal = Icons.Material.Outlined.Terminal;
    public const string Topics = Icons.Material.Outlined.AccountTree;
    public const string Pause = Icons.Material.Outlined.Pause;
    public const string Resume = Icons.Material.Outlined.PlayArrow;
    public const string Disconnect = Icons.Material.Outlined.Logout;
    public const string Send = Icons.Material.Outlined.Send;
    public const string Next = Icons.Material.Outlined.ChevronRight;
    public const string Person = Icons.Material.Outlined.Person;
    public const string People = Icons.Material.Outlined.Group;
    public const string Invite = Icons.Material.Outlined.PersonAdd;
    public const string Session = Icons.Material.Outlined.DesktopWindows;
    public const string Phone = Icons.Material.Outlined.Smartphone;
    public const string Locked = Icons.Material.Outlined.Lock;
    public const string Edit = Icons.Material.Outlined.Edit;
    public const string Findings = Icons.Material.Outlined.GppMaybe;
    public const string Place = Icons.Material.Outlined.Place;
    public const string Clone = Icons.Material.Outlined.JoinInner;
    public const string Audit = Icons.Material.Outlined.FormatListBulleted;
    public const string Chain = Icons.Material.Outlined.Link;
    public const string Simulator = Icons.Material.Outlined.Science;
    public const string Stop = Icons.Material.Outlined.Stop;
    public const string Help = Icons.Material.Outlined.HelpOutline;
}
