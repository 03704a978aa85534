using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

/// <summary>Narrow no-break spaces in French, CO₂e everywhere that people read, and nothing else touched.</summary>
public sealed class TypographyTests
{
    [Theory]
    [InlineData("Total : 12 t ; et alors ? Oui !", "Total\u202F: 12 t\u202F; et alors\u202F? Oui\u202F!")]
    [InlineData("« Le Grand Silence » est ouvert.", "«\u202FLe Grand Silence\u202F» est ouvert.")]
    [InlineData("15,66 tCO2e", "15,66 tCO₂e")]
    [InlineData("à 14:05, voir http://exemple.fr/?q=1", "à 14:05, voir http://exemple.fr/?q=1")]
    [InlineData("Cas C : CO2 et Carbon'Clap", "Cas C\u202F: CO2 et Carbon'Clap")]
    [InlineData(" : ", "\u202F: ")]
    [InlineData("", "")]
    [InlineData("fin ", "fin ")]
    [InlineData("« Vraiment ? »", "«\u202FVraiment\u202F?\u202F»")]
    public void French(string plain, string set) => Typography.Set(plain, Languages.French).ShouldBe(set);

    [Theory]
    [InlineData("Total: 12 tCO2e", "Total: 12 tCO₂e")]
    [InlineData("odd : spacing", "odd : spacing")]
    public void English(string plain, string set) => Typography.Set(plain, Languages.English).ShouldBe(set);

    [Theory]
    [InlineData("<p>Total : <b>12</b> !</p>", "<p>Total\u202F: <b>12</b>\u202F!</p>")]
    [InlineData("<a href=\"/x?a= :b\" title=\"Qui ?\">Qui ?</a>", "<a href=\"/x?a= :b\" title=\"Qui\u202F?\">Qui\u202F?</a>")]
    [InlineData("<input value=\"Qui ?\" aria-label=\"Qui ?\">", "<input value=\"Qui ?\" aria-label=\"Qui\u202F?\">")]
    [InlineData("<td data-label=\"kgCO2e\">1</td>", "<td data-label=\"kgCO₂e\">1</td>")]
    [InlineData("<textarea>Qui ? <b></textarea><p>Quoi ?</p>", "<textarea>Qui ? <b></textarea><p>Quoi\u202F?</p>")]
    [InlineData("<code>a ? b : c</code> <script>a ? b : c</script>", "<code>a ? b : c</code> <script>a ? b : c</script>")]
    [InlineData("<p title=\"a > b\">x ?</p>", "<p title=\"a > b\">x\u202F?</p>")]
    [InlineData("<!DOCTYPE html>\n<html lang=\"fr\"><p>x ?", "<!DOCTYPE html>\n<html lang=\"fr\"><p>x\u202F?")]
    [InlineData("<p>a < b ?", "<p>a < b ?")]
    public void Html(string plain, string set) => Typography.SetHtml(plain, Languages.French).ShouldBe(set);
}
