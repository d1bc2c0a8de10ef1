//! Programs whose exported tables are known by their header: shops, survey tools, A/B tools.
//!
//! Headers are written as [`super::kinds::plain`] writes them.

use super::kinds::TableKind;

/// A program whose tables are known by their header.
pub(super) struct Maker {
    pub(super) name: &'static str,
    pub(super) kind: TableKind,
    /// Of each of these groups one header must be there; `|` stands between them.
    pub(super) needs: &'static [&'static str],
    /// Fields whose header differs from what is usual, the best first.
    pub(super) columns: &'static [(&'static str, &'static str)],
    /// Every other column is a question.
    pub(super) wide: bool,
}

/// All of them.
pub(super) const MAKERS: &[Maker] = &[
    Maker {
        name: "Shopify orders",
        kind: TableKind::Orders,
        needs: &[
            "name",
            "lineitem name|lineitem quantity|lineitem price|financial status",
            "total|subtotal",
            "financial status|fulfillment status|discount code|billing name|shipping method",
        ],
        columns: &[
            ("order", "name"),
            ("alias", "id"),
            ("at", "created at|paid at"),
            ("coupon", "discount code"),
            ("total", "total"),
        ],
        wide: false,
    },
    Maker {
        name: "WooCommerce orders",
        kind: TableKind::Orders,
        needs: &[
            "order #|bestellung #|bestellnr|commande #|commande n°|n° de commande|pedido #|pedido n.º|\
        nº de pedido|tilaus #|tilausnumero|beställning #|ordernummer|ordernr|bestelling #|bestelnummer",
            "n. revenue (formatted)|net sales|n. revenue|nettoumsatz (formatiert)|nettoumsatz|ventes nettes|\
        revenus nets (formatés)|ventas netas|ingresos netos (formateado)|nettomyynti|\
        nettotuotto (muotoiltu)|nettoförsäljning|nettointäkter (formaterad)|netto omzet|\
        netto omzet (opgemaakt)|nettoverkopen",
            "customer type|items sold|product(s)|coupon(s)|kundentyp|verkaufte artikel|produkt(e)|\
        type de client|articles vendus|produit(s)|tipo de cliente|artículos vendidos|producto(s)|\
        asiakastyyppi|myydyt tuotteet|kundtyp|sålda artiklar|klanttype|verkochte artikelen|\
        verkochte items",
        ],
        columns: &[
            ("order", "order #|bestellung #|commande #|pedido #|tilaus #|beställning #|bestelling #|ordernr"),
            (
                "total",
                "n. revenue (formatted)|nettoumsatz (formatiert)|revenus nets (formatés)|\
        ingresos netos (formateado)|nettotuotto (muotoiltu)|nettointäkter (formaterad)|\
        netto omzet (opgemaakt)|n. revenue|net sales|nettoumsatz|ventes nettes|ventas netas|nettomyynti|\
        nettoförsäljning|netto omzet|nettoverkopen",
            ),
        ],
        wide: false,
    },
    Maker {
        name: "Magento orders",
        kind: TableKind::Orders,
        needs: &["id|order #|increment id", "purchase date", "grand total (purchased)|grand total (base)"],
        columns: &[("order", "id|increment id|order #"), ("at", "purchase date")],
        wide: false,
    },
    Maker {
        name: "Salla orders",
        kind: TableKind::Orders,
        needs: &["رقم الطلب", "تاريخ الطلب|حالة الطلب"],
        columns: &[],
        wide: false,
    },
    Maker {
        name: "GrowthBook results",
        kind: TableKind::Arms,
        needs: &["metric", "variation", "users", "total value", "per user value|chance to beat control"],
        columns: &[("conversions", "total value"), ("metric", "metric"), ("sessions", "users")],
        wide: false,
    },
    Maker {
        name: "Typeform answers",
        kind: TableKind::Answers,
        needs: &["#", "submit date (utc)", "start date (utc)|network id"],
        columns: &[("id", "#"), ("at", "submit date (utc)")],
        wide: true,
    },
    Maker {
        name: "Hotjar answers",
        kind: TableKind::Answers,
        needs: &["date submitted", "source url|hotjar user id", "number|user|device|browser|os|country"],
        columns: &[
            ("id", "number|response id"),
            ("at", "date submitted"),
            ("visitor", "hotjar user id|user"),
        ],
        wide: true,
    },
    Maker {
        name: "Zigpoll answers",
        kind: TableKind::Answers,
        needs: &[
            "poll id|poll title|poll",
            "slide id|slide title|slide.title|slide",
            "response|answer|answers|value|text|title",
        ],
        columns: &[
            ("question", "slide title|slide.title|question|slide|slide id"),
            ("answer", "response|answer|answers|value|text|title"),
            ("survey", "poll title|poll.title|poll|poll id"),
        ],
        wide: false,
    },
];
