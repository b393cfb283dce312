#pragma once
/// The papers themselves: facts in, pages out. They know no database, no host and no request.

#include "pdf.hpp"
#include "words.hpp"

namespace hurtrock::papers {

/// The most lines of one order a paper takes.
inline constexpr std::size_t lines_max = 2000;

struct LabelRules {
    /// "full", "masked", "name"
    std::string sender{"full"};
    bool mask_phone{true};
    bool contents{true};
};

/// A4. Without a number it is a proforma: nothing was issued yet.
void draw_invoice(Pdf& pdf, const Value& facts, const Words& words);
/// A4. Money that went back.
void draw_credit(Pdf& pdf, const Value& facts, const Words& words);
/// A4. What is in the parcel; no prices.
void draw_slip(Pdf& pdf, const Value& facts, const Words& words);
/// 100 × 150 mm. Code 128 of the tracking number, or of the order's number until there is one; QR of the order's
/// number.
void draw_label(Pdf& pdf, const Value& facts, const Words& words, const LabelRules& rules);
/// For a roll of 58 or 80 mm; as long as its lines ask for. Facts of an invoice.
void draw_receipt(Pdf& pdf, const Value& facts, const Words& words, int roll_mm);

} // namespace hurtrock::papers
