"""Writes e-invoices: CII (EN 16931 profile, for ZUGFeRD) for outgoing ones, UBL (XRechnung) for suppliers' bills.

Sources: EN 16931-1:2017, UN/CEFACT CII D16B, OASIS UBL 2.1, XRechnung 3.0.
"""

from decimal import Decimal
from html import escape

from hanse.samplefirm import model
from hanse.samplefirm.model import Bill, Customer, Firm, Invoice, Line, Supplier

UNITS = {"Stk": "H87", "m": "MTR", "Std": "HUR", "Psch": "LS", "Satz": "SET", "Beutel": "BG"}
CII = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
UBL = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
SUPPLIER_IBAN = "DE89370400440532013000"  # the example of the IBAN registry
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def cii(invoice: Invoice, customer: Customer) -> bytes:
    """Return the invoice as CII XML in the EN 16931 profile."""
    guideline = "urn:cen.eu:en16931:2017"
    return _xml(f"""<rsm:CrossIndustryInvoice {CII}>
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>{guideline}</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{invoice.nr}</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">{invoice.day:%Y%m%d}</udt:DateTimeString></ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
{"".join(_cii_line(line) for line in invoice.lines)}
<ram:ApplicableHeaderTradeAgreement>
{_cii_seller()}{_cii_buyer(customer)}
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{invoice.order}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>
<udt:DateTimeString format="102">{invoice.day:%Y%m%d}</udt:DateTimeString>
</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
{_cii_settlement(invoice)}
</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
""")


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'.encode()


def _cii_line(line: Line) -> str:
    return f"""<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>{line.pos}</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:SellerAssignedID>{line.article}</ram:SellerAssignedID><ram:Name>{escape(line.text)}</ram:Name>
</ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{line.price}</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{UNITS[line.unit]}">{line.quantity}</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{line.net}</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>
"""


def _cii_seller() -> str:
    return f"""<ram:SellerTradeParty><ram:Name>{model.NAME}</ram:Name>
<ram:PostalTradeAddress><ram:PostcodeCode>{model.PLZ}</ram:PostcodeCode><ram:LineOne>{model.STREET}</ram:LineOne>
<ram:CityName>{model.TOWN}</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{model.VAT_ID}</ram:ID></ram:SpecifiedTaxRegistration>
</ram:SellerTradeParty>
"""


def _cii_buyer(customer: Customer) -> str:
    return f"""<ram:BuyerTradeParty><ram:ID>{customer.nr}</ram:ID><ram:Name>{escape(customer.name)}</ram:Name>
<ram:PostalTradeAddress><ram:PostcodeCode>{customer.plz}</ram:PostcodeCode><ram:LineOne>{escape(customer.street)}</ram:LineOne>
<ram:CityName>{customer.town}</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress></ram:BuyerTradeParty>
"""


def _cii_settlement(invoice: Invoice) -> str:
    return f"""<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
<ram:IBANID>{model.IBAN}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>{invoice.vat}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
<ram:BasisAmount>{invoice.net}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
<ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString format="102">{invoice.due:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime>
</ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>{invoice.net}</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>{invoice.net}</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">{invoice.vat}</ram:TaxTotalAmount>
<ram:GrandTotalAmount>{invoice.gross}</ram:GrandTotalAmount><ram:DuePayableAmount>{invoice.gross}</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
"""


def files(firm: Firm) -> dict[str, bytes]:
    """Return the suppliers' bills that came in as XRechnung, by path."""
    return {f"eingang/XRechnung_{bill.nr}.xml": ubl(bill, firm.supplier(bill.supplier)) for bill in firm.bills}


def ubl(bill: Bill, supplier: Supplier) -> bytes:
    """Return a supplier's bill as UBL XML of the XRechnung profile."""
    return _xml(f"""<Invoice {UBL}>
<cbc:CustomizationID>{XRECHNUNG}</cbc:CustomizationID><cbc:ProfileID>{PROCESS}</cbc:ProfileID>
<cbc:ID>{bill.nr}</cbc:ID><cbc:IssueDate>{bill.day}</cbc:IssueDate><cbc:DueDate>{bill.due}</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cbc:BuyerReference>Lager Liebetruth</cbc:BuyerReference>
<cac:DespatchDocumentReference><cbc:ID>{bill.delivery}</cbc:ID></cac:DespatchDocumentReference>
<cac:AccountingSupplierParty>{_seller(supplier)}</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty>{_buyer()}</cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>{SUPPLIER_IBAN}</cbc:ID>
</cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{bill.vat}</cbc:TaxAmount><cac:TaxSubtotal>
{_amount("TaxableAmount", bill.net)}{_amount("TaxAmount", bill.vat)}{_category()}</cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>{_amount("LineExtensionAmount", bill.net)}{_amount("TaxExclusiveAmount", bill.net)}
{_amount("TaxInclusiveAmount", bill.gross)}{_amount("PayableAmount", bill.gross)}</cac:LegalMonetaryTotal>
{"".join(_ubl_line(line) for line in bill.lines)}</Invoice>
""")


def _vat_id(nr: int) -> str:
    return f"DE9999{nr:05d}"


def _amount(name: str, value: Decimal) -> str:
    return f'<cbc:{name} currencyID="EUR">{value}</cbc:{name}>'


def _category(name: str = "TaxCategory") -> str:
    return (
        f"<cac:{name}><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:{name}>"
    )


def _seller(supplier: Supplier) -> str:
    address = _address(supplier.street, supplier.plz, supplier.town)
    contact = ("Buchhaltung", supplier.phone, f"post@lieferant{supplier.nr}.example")
    return _ubl_party(supplier.name, _vat_id(supplier.nr), address=address, contact=contact)


def _buyer() -> str:
    address = _address(model.STREET, model.PLZ, model.TOWN)
    return _ubl_party(model.NAME, model.VAT_ID, address=address, contact=("Lager", model.PHONE, model.MAIL))


def _address(street: str, plz: str, town: str) -> str:
    return f"""<cac:PostalAddress><cbc:StreetName>{escape(street)}</cbc:StreetName>
<cbc:CityName>{town}</cbc:CityName><cbc:PostalZone>{plz}</cbc:PostalZone>
<cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"""


def _ubl_party(name: str, vat_id: str, *, address: str, contact: tuple[str, str, str]) -> str:
    who, phone, mail = contact
    return f"""<cac:Party><cbc:EndpointID schemeID="EM">{mail}</cbc:EndpointID>{address}
<cac:PartyTaxScheme><cbc:CompanyID>{vat_id}</cbc:CompanyID>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>{escape(name)}</cbc:RegistrationName></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>{who}</cbc:Name><cbc:Telephone>{phone}</cbc:Telephone>
<cbc:ElectronicMail>{mail}</cbc:ElectronicMail></cac:Contact></cac:Party>"""


def _ubl_line(line: Line) -> str:
    return f"""<cac:InvoiceLine><cbc:ID>{line.pos}</cbc:ID>
<cbc:InvoicedQuantity unitCode="{UNITS[line.unit]}">{line.quantity}</cbc:InvoicedQuantity>
{_amount("LineExtensionAmount", line.net)}<cac:Item><cbc:Name>{escape(line.text)}</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>{line.article}</cbc:ID></cac:SellersItemIdentification>
{_category("ClassifiedTaxCategory")}</cac:Item>
<cac:Price>{_amount("PriceAmount", line.price)}</cac:Price></cac:InvoiceLine>
"""
