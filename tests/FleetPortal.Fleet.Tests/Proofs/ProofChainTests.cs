using System.Text;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Proofs;
using Xunit;

namespace FleetPortal.Fleet.Tests.Proofs;

/// <summary>The table of cases of decision 86: what each connect shows, and what the rolling proof says.</summary>
public sealed class ProofChainTests
{
    private const string Home = "10.20.4.17";
    private const string Away = "203.0.113.77";

    /// <summary>
    /// Each case is a list of connects. A connect is ADDRESS:SHOWN; the n-th connect receives the value n. "-" shows none, "?" an unknown
    /// one. A connect after "!" comes one second after the one before; all others come a minute after it.
    /// </summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "a device in regular use", "h:- h:1 h:2 h:3", "First Next Next Next" },
        { "a device that does not know the proof yet", "h:- h:- a:-", "First First First" },
        { "the CONNACK was lost", "h:- h:1 h:1 h:3", "First Next Again Next" },
        { "several CONNACKs were lost", "h:- h:1 h:1 h:1 h:1 h:5", "First Next Again Again Again Next" },
        { "the first CONNACK was lost", "h:- h:- h:2", "First First Next" },
        { "the CONNACK was lost, and the device moved to another network", "h:- h:1 a:1 a:3", "First Next Again Next" },
        { "two connects of one device race", "h:- h:1 !h:1 h:3", "First Next Again Next" },
        { "two endpoints race with one value", "h:- h:1 !a:1", "First Next Raced" },
        { "both racers go on", "h:- h:1 !a:1 h:2 a:3", "First Next Raced Next UsedUp" },
        { "both racers go on and on", "h:- h:1 !a:1 h:2 a:3 h:4 a:5", "First Next Raced Next UsedUp Forked Forked" },
        { "the storage is set back, and the device goes on", "h:- h:1 h:2 h:3 h:1 h:5 h:6", "First Next Next Next UsedUp Next Next" },
        { "the storage is set back to a value that was not shown yet", "h:- h:1 h:1 h:3 h:2 h:5", "First Next Again Next UsedUp Next" },
        { "the storage is set back twice", "h:- h:1 h:2 h:1 h:4 h:1 h:6", "First Next Next UsedUp Next UsedUp Next" },
        { "a copy connects after the device went on", "h:- h:1 h:2 a:1", "First Next Next UsedUp" },
        { "the copy and the device take turns", "h:- h:1 h:2 a:1 h:3 a:4 h:5", "First Next Next UsedUp Forked Forked Forked" },
        { "the copy never stores a value", "h:- h:1 h:2 a:1 h:3 a:1 h:5", "First Next Next UsedUp Forked Forked Forked" },
        { "the copy was first, and the device shows its own value", "h:- h:1 a:2 h:2", "First Next Next Again" },
        { "the copy was first and went on", "h:- h:1 a:2 a:3 h:2 a:4", "First Next Next Next UsedUp Forked" },
        { "no value any more", "h:- h:1 a:- a:-", "First Next Missing Missing" },
        { "a copy without the storage takes the value it gets", "h:- h:1 a:- a:3 h:2", "First Next Missing Next UsedUp" },
        { "an unknown value", "h:- h:1 a:?", "First Next Unknown" },
        { "an unknown value, and nothing to compare with", "h:? h:1", "First Next" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachCase_HasItsVerdicts(string name, string connects, string verdicts)
    {
        Assert.NotEmpty(name);
        Assert.Equal(verdicts, string.Join(' ', Run(new ProofChain(), connects).Select(judgement => judgement.Verdict)));
    }

    [Fact]
    public void AValueThatWasUsedUp_NamesWhoShowedTheLaterOne()
    {
        var judgement = Run(new ProofChain(), "h:- h:1 h:2 a:1")[^1];
        Assert.Equal((ProofVerdict.UsedUp, Home), (judgement.Verdict, judgement.Other!.Source));
    }

    [Fact]
    public void AThousandConnects_KeepTheNewestValues_AndAnOldOneIsUnknown()
    {
        var chain = new ProofChain();
        Run(chain, "h:- " + string.Join(' ', Enumerable.Range(1, 999).Select(number => $"h:{number}")));
        Assert.Equal(ProofChain.MaxValues, chain.Values.Count);
        Assert.InRange(chain.Values.Count(value => value.ShownBy is not null), 1, 4);
        Assert.Equal(ProofVerdict.Unknown, Run(chain, "a:1")[0].Verdict);
        Assert.Equal(ProofVerdict.UsedUp, Run(chain, "a:990")[0].Verdict);
    }

    private static List<ProofJudgement> Run(ProofChain chain, string connects)
    {
        var now = chain.Values.Max(value => value.ShownAt) ?? DateTimeOffset.UnixEpoch;
        var judgements = new List<ProofJudgement>();
        foreach (var text in connects.Split(' '))
        {
            now += text[0] == '!' ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
            var parts = text.TrimStart('!').Split(':');
            var (address, shown) = (parts[0] == "h" ? Home : Away, parts[1]);
            var by = new ClientEndpoint { ClientId = "pump-1", RemoteAddress = $"{address}:1", Protocol = "MQTT 5", ConnectedAt = now };
            judgements.Add(chain.Judge(shown == "-" ? null : HashOf(shown), by, now));
            chain.HandOut(HashOf((chain.LastNumber + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return judgements;
    }

    private static byte[] HashOf(string value) => System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
