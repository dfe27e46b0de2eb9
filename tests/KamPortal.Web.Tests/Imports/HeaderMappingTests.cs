using System.Globalization;
using KamPortal.Features.Imports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KamPortal.Web.Tests.Imports;

/// <summary>Real files are understood without touching the mapping.</summary>
public sealed class HeaderMappingTests
{
    [SkippableTheory]
    [InlineData("adventureworks/accounts.csv", "accounts", "account_id=code name=name business_type=segment territory=region country=country city=city postal_code=postal_code address_line1=street account_owner_id=lead account_owner=lead_name", "code_page")]
    [InlineData("classicmodels/accounts.csv", "accounts", "account_id=code name=name territory=region country=country city=city address_line1=street postal_code=postal_code account_owner_id=lead account_owner=lead_name")]
    [InlineData("northwind/accounts.csv", "accounts", "account_id=code name=name region=region country=country city=city address=street postal_code=postal_code")]
    [InlineData("regional_sales/accounts.csv", "accounts", "account_id=code name=name industry=industry territory=region country=country account_owner_id=lead account_owner=lead_name")]
    [InlineData("wholesale_customers/accounts.csv", "accounts", "account_id=code channel=segment")]
    [InlineData("adventureworks/sales_people.csv", "people", "sales_person_id=code name=name title=title email=email territory=region manager_id_derived=manager")]
    [InlineData("classicmodels/sales_people.csv", "people", "sales_person_id=code first_name=first_name last_name=last_name email=email job_title=title territory=region reports_to_id=manager")]
    [InlineData("regional_sales/sales_people.csv", "people", "sales_person_id=code name=name manager=manager")]
    [InlineData("adventureworks/account_financials.csv", "facts",
        "account_id=account period=period product_line=product_line currency=currency revenue=revenue gross_revenue=gross_revenue discount=discounts cogs=cogs cost_to_serve=direct_service_cost quantity=quantity order_count=order_count")]
    [InlineData("classicmodels/account_financials.csv", "facts",
        "account_id=account period=period product_line=product_line currency=currency revenue=revenue cogs=cogs cost_to_serve=direct_service_cost quantity=quantity order_count=order_count")]
    [InlineData("online_retail/account_financials.csv", "facts",
        "account_id=account period=period product_line=product_line currency=currency revenue=revenue gross_sales=gross_revenue cogs=cogs cost_to_serve=direct_service_cost quantity=quantity order_count=order_count")]
    [InlineData("adventureworks/contacts.csv", "contacts", "contact_id=code account_id=account first_name=first_name last_name=last_name role=title email=email phone=phone")]
    [InlineData("adventureworks/quotas.csv", "quotas", "sales_person_id=person period=period quota=quota")]
    [InlineData("adventureworks/quotas_monthly.csv", "quotas", "sales_person_id=person period=period target=quota")]
    [InlineData("classicmodels/transactions.csv", "sales_transactions",
        "order_id=document line_no=position order_date=date account_id=account sales_person_id=person product_id=product product_line=product_line quantity=quantity unit_price=price revenue=revenue cogs=cogs")]
    [InlineData("northwind/transactions.csv", "sales_transactions",
        "order_id=document order_date=date account_id=account sales_person_id=person product_id=product product_line=product_line quantity=quantity unit_price=price revenue=revenue")]
    [InlineData("formats/real/salesforce_dataloader_opportunityData.csv", "opportunities",
        "ID=code NAME=name ACCOUNTID=account OWNERID=owner AMOUNT=value PROBABILITY=probability CLOSEDATE=close_date STAGENAME=stage")]
    public void The_columns_of_a_real_file_are_recognised(string file, string kind, string mapping, string warns = "")
    {
        var path = SharedData.PathOf(["data", .. file.Split('/')]);
        var settings = ImportReading.Propose(path);
        settings.Kind.ShouldBe(kind);
        ImportReading.Mapping(settings).Select(p => $"{p.Key}={p.Value}").ShouldBe(mapping.Split(' '), ignoreOrder: true);
        ImportReading.Preview(path, settings).Doubts.Select(d => d.Code).ShouldBe(warns.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        ImportReading.Preview(path, settings).MissingFields.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Kundennummer;Firma;Ort;Branche;Kundenbetreuer", "accounts", "code name city industry lead")]
    [InlineData("MANDT,KUNNR,NAME1,ORT01,LAND1", "accounts", " code name city country")]
    [InlineData("客户编号,客户名称,客户简称,所在省份,城市,市场分区,所属行业", "accounts", "code name local_name  city region industry")]
    [InlineData("客户编码,客户名称,客户类型,客户经理,销售区域全路径,合作状态", "accounts", "code name kind lead region status")]
    [InlineData("\"Account Owner\",\"Account Name\",\"Account ID\",\"Website\"", "accounts", "lead name code ")]
    [InlineData("Record ID,Company name,Company owner,Industry,Country/Region", "accounts", "code name lead industry country")]
    [InlineData("Kundennummer;Monat;Warengruppe;Währung;Umsatz;Wareneinsatz", "facts", "account period product_line currency revenue cogs")]
    [InlineData("客户编码,月份,大类,币种,销售额,成本,数量", "facts", "account period product_line currency revenue cogs quantity")]
    [InlineData("Währung;Monat;Kurs", "exchange_rates", "currency period rate")]
    [InlineData("工号,姓名,职位,上级,团队", "people", "code name title manager team")]
    [InlineData("Kundennummer;Vorname;Nachname;Position;Telefon;E-Mail", "contacts", "account first_name last_name title phone email")]
    [InlineData("客户编号,联系人姓名,职位,联系人手机,电子邮箱", "contacts", "account name title mobile email")]
    [InlineData("Record ID,First Name,Last Name,Email,Phone Number,Job Title,Associated Company IDs", "contacts", "code first_name last_name email phone title account")]
    [InlineData("Opportunity Name,Account Name,Opportunity Owner,Stage,Close Date,Amount,Probability (%)", "opportunities", "name account owner stage close_date value probability")]
    [InlineData("商机名称,客户名称,负责人,销售阶段,预计成交日期,预计金额", "opportunities", "name account owner stage close_date value")]
    [InlineData("Vertragsnummer;Kundennummer;Vertragsbeginn;Vertragsende;Jahreswert;Währung", "contracts", "number account starts_on ends_on value_per_year currency")]
    [InlineData("合同编号,客户编号,开始日期,结束日期,年合同额", "contracts", "number account starts_on ends_on value_per_year")]
    [InlineData("Market,Region,Segment,Growth", "markets", "name region segment growth_percent")]
    [InlineData("客户编号,产品线,年采购额", "wallet_estimates", "account product_line wallet")]
    [InlineData("Account number,Month,Activity,Volume", "activity_volumes", "account period activity volume")]
    [InlineData("单据编号,单据日期,客户编码,销售人员,销售金额,商品编码,数量", "sales_transactions", "document date account person revenue product quantity")]
    [InlineData("工号,季度,销售目标", "quotas", "person period quota")]
    public void Headers_of_other_systems_and_languages_are_recognised(string header, string kind, string fields)
    {
        var settings = ImportReading.ProposeText(header + "\nx;y\n");
        settings.Kind.ShouldBe(kind);
        settings.Fields.Select(f => f ?? "").ShouldBe(fields.Split(' '));
    }

    [Fact]
    public void A_column_without_values_gives_way_to_one_that_has_them()
    {
        var settings = ImportReading.ProposeText("ID,NAME,ACCOUNTNUMBER\n7,Ann,\n8,Bob,\n");
        settings.Fields.ShouldBe(["code", "name", null]);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void Every_template_is_recognised_as_a_whole_in_the_language_it_was_made_in(string culture)
    {
        using var services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<ImportWords>().BuildServiceProvider();
        var words = services.GetRequiredService<ImportWords>();
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            foreach (var kind in ImportReading.Kinds)
            {
                var text = $"{string.Join(',', kind.Fields.Select(f => words.Field(kind, f.Key)))}\n{string.Join(',', kind.Fields.Select(f => f.Example.Replace(",", "", StringComparison.Ordinal)))}\n";
                var settings = ImportReading.ProposeText(text);
                settings.Kind.ShouldBe(kind.Key, text);
                settings.Fields.ShouldBe(kind.Fields.Select(f => (string?)f.Key), text);
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void A_choice_is_only_recognised_when_its_values_are()
    {
        var settings = ImportReading.ProposeText("account_id,name,account type\n1,Ann,Customer - Direct\n2,Bob,Installation Partner\n");
        settings.Fields.ShouldBe(["code", "name", null]);
    }
}
