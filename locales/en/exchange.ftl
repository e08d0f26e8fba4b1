# Import and export
exchange-organ = The organ that answered the letter
exchange-contact = Imported from an archive of letters. The organ answered the writer directly in writing at the time; no separate contact with the deputy is on record.
exchange-no-deputies = The congress has no sitting deputy yet, so nothing can be imported: by the rules each opinion has a deputy concerned. Please enter the deputies first, or load the demo.
exchange-founded-committee = Standing Committee of { $congress }
exchange-founded-committee-short = { $short } Standing Committee
exchange-founded-commission = Deputies Affairs Commission of the Standing Committee of { $short }
exchange-founded-commission-short = Deputies Affairs Commission
