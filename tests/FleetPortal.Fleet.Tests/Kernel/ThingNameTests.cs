using CsCheck;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

public sealed class ThingNameTests
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_-";

    [Fact]
    public void EveryNameOfTheAlphabet_IsAccepted_UpTo128() =>
        Gen.String[Gen.OneOf(Alphabet.ToCharArray()), 1, 128]
            .Sample(text => ThingName.TryParse(text, out var name) && name.ToString() == text);

    [Fact]
    public void OneForeignCharacterAnywhere_IsRefused() =>
        Gen.Select(Gen.String[Gen.OneOf(Alphabet.ToCharArray()), 0, 60],
            Gen.Char.Where(c => !Alphabet.Contains(c, StringComparison.Ordinal)), Gen.String[Gen.OneOf(Alphabet.ToCharArray()), 0, 60])
            .Sample((before, foreign, after) => !ThingName.TryParse(before + foreign + after, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a+b")]
    [InlineData("a#")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("pump-\u0430")]
    [InlineData("ｐump")]
    [InlineData("pump\u200b")]
    public void WildcardsSlashesSpacesAndLookAlikes_AreRefused(string text) => Assert.False(ThingName.TryParse(text, out _));

    [Fact]
    public void The129thCharacter_IsTooMany() => Assert.False(ThingName.TryParse(new string('a', 129), out _));
}
