/** Tables of the TeX reader. A table is written as `name value name value …`. */
function pairs(text: string): ReadonlyMap<string, string> {
  const words = text.trim().split(/\s+/);
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < words.length; i += 2) map.set(words[i] ?? "", words[i + 1] ?? "");
  return map;
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Macros that are one character or word, in text and in mathematics alike. */
export const SYMBOLS: ReadonlyMap<string, string> = new Map(
  [
    ...pairs(`
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
    lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
    chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    Alpha Α Beta Β varGamma Γ varDelta Δ varOmega Ω upmu μ textmu μ digamma ϝ straightphi ϕ
    ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ partial ∂ nabla ∇ infty ∞ emptyset ∅
    varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ triangleq ≜ square □ Box □
    Diamond ◇ blacksquare ■ checkmark ✓ cmark ✓ xmark ✗ bigstar ★ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠
    flat ♭ natural ♮ sharp ♯ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ surd √ bigcup ⋃ bigcap ⋂ bigoplus ⨁
    bigotimes ⨂ bigvee ⋁ bigwedge ⋀ bigsqcup ⨆ prime ′ backprime ‵ dagger † dag † ddagger ‡ ddag ‡
    ldots … dots … dotsc … dotsb … dotsm … dotso … textellipsis … cdots ⋯ vdots ⋮ ddots ⋱ degree ° textdegree ° degr °
    arcdeg ° arcmin ′ arcsec ″ farcs ″ farcm ′ fdg ° sun ⊙ earth ⊕ micron μm mic μm angstrom Å AA Å aa å
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } lbrack [ rbrack ] vert | lvert | rvert |
    Vert ‖ lVert ‖ rVert ‖ backslash \\ colon : lbracket [ rbracket ] llbracket ⟦ rrbracket ⟧ ulcorner ⌜ urcorner ⌝
    o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ ss ß SS ẞ i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ
    S § P ¶ copyright © textcopyright © textregistered ® circledR ® texttrademark ™ pounds £ textsterling £ euro €
    texteuro € textyen ¥ textcent ¢ textdollar $ textasciitilde ~ textasciicircum ^ textunderscore _ textbackslash \\
    textless < textgreater > textbar | textbullet • textperiodcentered · textendash – textemdash — textquoteleft ‘
    textquoteright ’ textquotedblleft “ textquotedblright ” textquotesingle ' guillemotleft « guillemotright »
    quotedblbase „ quotesinglbase ‚ textperthousand ‰ perthousand ‰ textonehalf ½ textonequarter ¼ textordfeminine ª
    textordmasculine º textasteriskcentered * textbraceleft { textbraceright } textpm ± texttimes × textdiv ÷
    textrightarrow → textleftarrow ← textsuperscript2 ² textexclamdown ¡ textquestiondown ¿ doublequote " slash /
    nobreakdash ‑ lq ‘ rq ’ TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX
    ie i.e. eg e.g. etal et␣al. etc etc. wrt w.r.t. vs vs. cf cf. iid i.i.d. aka a.k.a.
    Msun M⊙ msun M⊙ Msol M⊙ Msolar M⊙ Lsun L⊙ lsun L⊙ Rsun R⊙ rsun R⊙ kms km␣s⁻¹ HI H␣I hi H␣I HII H␣II hii H␣II
    OIII [O␣III] OII [O␣II] NII [N␣II] SII [S␣II] CII [C␣II] Lya Lyα lya Lyα Lyb Lyβ Ha Hα halpha Hα ha Hα Hb Hβ hb Hβ
    feh [Fe/H] FeH [Fe/H] teff T_eff Teff T_eff logg log␣g Mpc Mpc kpc kpc Mstar M⋆ mstar M⋆ Hz Hz reals ℝ
    LambdaCDM ΛCDM lcdm ΛCDM LCDM ΛCDM muG μG mdot Ṁ Mdot Ṁ
    `),
  ].map(([name, value]) => [name, value.replaceAll("␣", " ")] as const),
);

/** Relations and binary operators: white space after them is kept only where it also stands before them. */
export const OPERATORS = pairs(`
  times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ vee ∨
  land ∧ lor ∨ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ uplus ⊎ setminus ∖ smallsetminus ∖ amalg ⨿ diamond ⋄ boxtimes ⊠ boxplus ⊞
  ltimes ⋉ rtimes ⋊ wr ≀ le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ lt < gt > ne ≠ neq ≠ ll ≪ lll ⋘ gg ≫ ggg ⋙
  sim ∼ thicksim ∼ simeq ≃ approx ≈ thickapprox ≈ approxeq ≊ cong ≅ equiv ≡ propto ∝ varpropto ∝ asymp ≍ doteq ≐
  lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ lessgtr ≶ gtrless ≷ prec ≺ preceq ⪯ succ ≻ succeq ⪰ succsim ≿ precsim ≾
  subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ supsetneq ⊋ nsubseteq ⊈ sqsubseteq ⊑ sqsupseteq ⊒ sqsubset ⊏
  in ∈ notin ∉ ni ∋ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ nvdash ⊬
  Perp ⫫ indep ⫫ coloneqq ≔ coloneq ≔ eqqcolon ≕ defeq ≝ to → gets ← rightarrow → leftarrow ← leftrightarrow ↔
  longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ Longrightarrow ⟹
  Longleftarrow ⟸ Longleftrightarrow ⟺ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩
  uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ leadsto ⇝
  rightsquigarrow ⇝ rightleftharpoons ⇌ rightharpoonup ⇀ leftharpoonup ↼ twoheadrightarrow ↠ xrightarrow → xleftarrow ←
  rightrightarrows ⇉ leftleftarrows ⇇ rsh ↱ therefore ∴ because ∵ bowtie ⋈ smile ⌣ frown ⌢ bmod mod
`);
/** Operators that also stand before a single number, where no white space belongs after them. */
export const UNARY = names("± ∓ ∼ ≈ ≲ ≳ ≤ ≥ ⩽ ⩾ ≪ ≫ ≃ × ⊙ ⋆ ∗ • · ⊥ ↑ ↓");

/** Operators with a name, set upright. */
export const FUNCTIONS = names(`
  log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth min max sup inf arg argmin argmax lim
  limsup liminf det dim ker hom gcd lcm Pr mod rank tr Tr diag sign sgn poly polylog erf supp span softmax Var Cov
`);

/** Letters of one alphabet that authors name with one capital. Only in mathematics. */
export const BLACKBOARD = pairs("R ℝ N ℕ Z ℤ Q ℚ C ℂ E 𝔼 F 𝔽 bR ℝ bN ℕ bZ ℤ bE 𝔼 RR ℝ ZZ ℤ NN ℕ");

/** Accents that are one sign: the combining mark, by the character after the backslash. */
export const SIGN_ACCENTS = pairs(`' \u0301 \` \u0300 ^ \u0302 " \u0308 ~ \u0303 = \u0304 . \u0307`);
/** Accents that are one letter. */
export const LETTER_ACCENTS = pairs(
  "c \u0327 v \u030c H \u030b r \u030a k \u0328 u \u0306 d \u0323 b \u0331 t \u0361 U \u030e",
);
/** Accents of mathematics. */
export const MATH_ACCENTS = pairs(`
  hat \u0302 widehat \u0302 tilde \u0303 widetilde \u0303 Tilde \u0303 tilda \u0303 bar \u0304 overline \u0304 Bar \u0304
  vec \u20d7 overrightarrow \u20d7 dot \u0307 ddot \u0308 dddot \u20db check \u030c breve \u0306 acute \u0301
  grave \u0300 mathring \u030a
`);

/** Alphabets, by the macro with an argument and by the old font switch. */
export const ALPHABETS = pairs(`
  mathbb bb mathds bb Bbb bb mathbbm bb mathcal cal mathscr cal EuScript cal cal cal scr cal mathfrak frak frak frak
  mathbf bf boldsymbol bf bm bf pmb bf bf bf bold bf mathbold bf
`);

/** Their argument is text, also inside mathematics. */
export const TEXT_ARGUMENT = names(
  "text textrm textbf textit textsf texttt textsl textup textmd textnormal mbox hbox fbox emph textsc intertext",
);
/** Their argument is mathematics, also inside text. */
export const MATH_ARGUMENT = names(
  "mathrm mathit mathsf mathtt mathnormal ensuremath operatorname operatornamewithlimits mathop mathrel mathbin mathord",
);
/** Switches and spacing without an argument that leave nothing. */
export const DROPPED = names(`
  rm it em sl sf tt md up bfseries itshape scshape slshape ttfamily rmfamily sffamily upshape mdseries normalfont
  tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge displaystyle textstyle scriptstyle
  scriptscriptstyle limits nolimits left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr
  bigm Bigm xspace noindent centering relax protect null nonumber notag boldmath unboldmath mathstrut strut selectfont
  leavevmode break nobreak maketitle smallskip medskip bigskip clearpage hfill vfill left. ignorespaces
`);
/** White space. */
export const SPACES = names(
  "quad qquad space enspace enskip thinspace medspace thickspace newline linebreak par nl hskip",
);
/** References: they go, with the space before them. */
export const REFERENCES = names(`
  cite citep citet citealp citealt citeauthor citeyear citeyearpar citenum Cite Citet Citep parencite textcite autocite
  footcite nocite onlinecite ref eqref cref Cref autoref pageref nameref label footnotemark tag index
`);
/** They go with their argument. */
export const DROPPED_WITH_ARGUMENT = names(`
  color hspace vspace phantom hphantom vphantom setcounter pagestyle thispagestyle bibliography bibliographystyle
  includegraphics usepackage setlength vskip pagecolor rule hypertarget nolinebreak
`);
/** The first argument says how, the second what. */
export const FIRST_DROPPED = names(`
  textcolor colorbox foreignlanguage hyperlink href2 scalebox rotatebox raisebox resizebox stackrel overset underset
  acmConference replaced
`);
export const FRACTIONS = names("frac tfrac dfrac cfrac nicefrac sfrac");
export const MATH_ENVIRONMENTS =
  /^(?:equation|align|gather|multline|eqnarray|displaymath|math|alignat|flalign|split)\*?$/;

/** Styles that take an argument of the mode they stand in. */
export const STYLES = names("underline uline ul hl sout st boxed underbrace overbrace");

const ELEMENT = /^(H|He|C|N|O|Ne|Na|Mg|Al|Si|S|Ar|K|Ca|Ti|Fe|Ni)(I{1,3}|IV|VI{0,3}|IX|X|i{1,3}|iv|vi{0,3})$/;

/** What authors' macros mean by wide convention: ions (`\CIV`), and letters with the letter of their alphabet. */
export function convention(name: string, mode: string): { text: string; alphabet?: string } | undefined {
  const ion = ELEMENT.exec(name.charAt(0).toUpperCase() + name.slice(1));
  if (ion?.[1] && ion[2]) return { text: `${ion[1]} ${ion[2].toUpperCase()}` };
  const letter = name.charAt(1);
  if (name.length !== 2 || (mode === "text" && !/[A-Z]/.test(letter))) return undefined;
  if (/^(?:b[A-Za-z]|[mv][A-Z])$/.test(name)) return { text: letter, alphabet: "bf" };
  return /^[cg][A-Z]$/.test(name) ? { text: letter, alphabet: "cal" } : undefined;
}

/** True for the beginning of a macro of these tables. */
export function isCutName(name: string): boolean {
  const tables = [
    SYMBOLS,
    OPERATORS,
    FUNCTIONS,
    MATH_ACCENTS,
    ALPHABETS,
    TEXT_ARGUMENT,
    MATH_ARGUMENT,
    FRACTIONS,
    REFERENCES,
    DROPPED,
  ];
  return (
    tables.some((table) => [...table.keys()].some((known) => known.startsWith(name))) ||
    ["unicode", "sqrt", "href", "url", "underline", "footnote"].some((known) => known.startsWith(name))
  );
}
