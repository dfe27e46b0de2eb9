namespace KamPortal.Data.Imports;

/// <summary>Columns by which rows of many kinds refer to accounts, people, units and lines, with the headers other systems give them.</summary>
public static class ReferenceFields
{
    private static readonly string[] AccountCodes =
    [
        "account_id", "account code", "account number", "accountnumber", "customer id", "customer code", "customer number", "customer no",
        "kundennummer", "kundennr", "debitor", "konto", "kunnr", "客户编号", "客户编码", "客户代码", "客户号", "accountid", "account", "customer", "kunde", "客户",
    ];

    /// <summary>An account by its code alone: figures are never booked to a guessed account.</summary>
    public static ImportField Account { get; } = new("account", ImportFieldType.Code, "C-1001", AccountCodes) { MaxLength = 64 };

    /// <summary>An account by its code, else by a name that only one has.</summary>
    public static ImportField AccountOrName { get; } = new("account", ImportFieldType.Code, "C-1001",
        [.. AccountCodes, "associated company ids", "associated company", "account name", "company name", "company", "customer name", "firma", "kundenname", "客户名称", "公司名称"])
    { MaxLength = 200 };

    public static ImportField ProductLine { get; } = new("product_line", ImportFieldType.Code, "DRIVES",
        "product line", "product line code", "product category", "product group", "category", "produktlinie", "produktgruppe", "warengruppe",
        "产品线", "产品线编码", "产品大类", "大类", "品类")
    { MaxLength = 64 };

    public static ImportField BusinessUnit { get; } = new("business_unit", ImportFieldType.Text, "Drives",
        "business unit", "division", "geschäftsbereich", "sparte", "事业部", "业务单元")
    { MaxLength = 120 };

    public static ImportField Currency { get; } = new("currency", ImportFieldType.Currency, "USD", "currency", "currency code", "currencyisocode", "waers", "währung", "币种", "货币");

    /// <summary>One of our people, by code, e-mail or a name that only one has.</summary>
    public static ImportField Person(string key, params string[] synonyms) => new(key, ImportFieldType.Code, "P-01",
        [.. synonyms, "sales person id", "salespersonid", "sales person code", "employee id", "employee number", "ownerid", "owner id", "account manager", "owner", "sales person", "salesperson",
            "personalnummer", "verkäufernummer", "vertriebsmitarbeiter", "verkäufer", "人员编号", "工号", "员工编号", "业务员编号", "业务员", "销售人员", "负责人", "客户经理"])
    { MaxLength = 200 };
}
