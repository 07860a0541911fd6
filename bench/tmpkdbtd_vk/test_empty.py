def test_0():
    pass

def test_1():
    pass

def test_2():
    pass

def test_3():
    pass

def test_4():
    pass

def test_5():
    pass

def test_6():
    pass

def test_7():
    pass

def test_8():
    pass

def test_9():
    pass

def test_10():
    pass

def test_11():
    pass

def test_12():
    pass

def test_13():
    pass

def test_14():
    pass

def test_15():
    pass

def test_16():
    pass

def test_17():
    pass

def test_18():
    pass

def test_19():
    pass

def test_20():
    pass

def test_21():
    pass

def test_22():
    pass

def test_23():
    pass

def test_24():
    pass

def test_25():
    pass

def test_26():
    pass

def test_27():
    pass

def test_28():
    pass

def test_29():
    pass

def test_30():
    pass

def test_31():
    pass

def test_32():
    pass

def test_33():
    pass

def test_34():
    pass

def test_35():
    pass

def test_36():
    pass

def test_37():
    pass

def test_38():
    pass

def test_39():
    pass

def test_40():
    pass

def test_41():
    pass

def test_42():
    pass

def test_43():
    pass

def test_44():
    pass

def test_45():
    pass

def test_46():
    pass

def test_47():
    pass

def test_48():
    pass

def test_49():
    pass

def test_50():
    pass

def test_51():
    pass

def test_52():
    pass

def test_53():
    pass

def test_54():
    pass

def test_55():
    pass

def test_56():
    pass

def test_57():
    pass

def test_58():
    pass

def test_59():
    pass

def test_60():
    pass

def test_61():
    pass

def test_62():
    pass

def test_63():
    pass

def test_64():
    pass

def test_65():
    pass

def test_66():
    pass

def test_67():
    pass

def test_68():
    pass

def test_69():
    pass

def test_70():
    pass

def test_71():
    pass

def test_72():
    pass

def test_73():
    pass

def test_74():
    pass

def test_75():
    pass

def test_76():
    pass

def test_77():
    pass

def test_78():
    pass

def test_79():
    pass

def test_80():
    pass

def test_81():
    pass

def test_82():
    pass

def test_83():
    pass

def test_84():
    pass

def test_85():
    pass

def test_86():
    pass

def test_87():
    pass

def test_88():
    pass

def test_89():
    pass

def test_90():
    pass

def test_91():
    pass

def test_92():
    pass

def test_93():
    pass

def test_94():
    pass

def test_95():
    pass

def test_96():
    pass

def test_97():
    pass

def test_98():
    pass

def test_99():
    pass

def test_100():
    pass

def test_101():
    pass

def test_102():
    pass

def test_103():
    pass

def test_104():
    pass

def test_105():
    pass

def test_106():
    pass

def test_107():
    pass

def test_108():
    pass

def test_109():
    pass

def test_110():
    pass

def test_111():
    pass

def test_112():
    pass

def test_113():
    pass

def test_114():
    pass

def test_115():
    pass

def test_116():
    pass

def test_117():
    pass

def test_118():
    pass

def test_119():
    pass

def test_120():
    pass

def test_121():
    pass

def test_122():
    pass

def test_123():
    pass

def test_124():
    pass

def test_125():
    pass

def test_126():
    pass

def test_127():
    pass

def test_128():
    pass

def test_129():
    pass

def test_130():
    pass

def test_131():
    pass

def test_132():
    pass

def test_133():
    pass

def test_134():
    pass

def test_135():
    pass

def test_136():
    pass

def test_137():
    pass

def test_138():
    pass

def test_139():
    pass

def test_140():
    pass

def test_141():
    pass

def test_142():
    pass

def test_143():
    pass

def test_144():
    pass

def test_145():
    pass

def test_146():
    pass

def test_147():
    pass

def test_148():
    pass

def test_149():
    pass

def test_150():
    pass

def test_151():
    pass

def test_152():
    pass

def test_153():
    pass

def test_154():
    pass

def test_155():
    pass

def test_156():
    pass

def test_157():
    pass

def test_158():
    pass

def test_159():
    pass

def test_160():
    pass

def test_161():
    pass

def test_162():
    pass

def test_163():
    pass

def test_164():
    pass

def test_165():
    pass

def test_166():
    pass

def test_167():
    pass

def test_168():
    pass

def test_169():
    pass

def test_170():
    pass

def test_171():
    pass

def test_172():
    pass

def test_173():
    pass

def test_174():
    pass

def test_175():
    pass

def test_176():
    pass

def test_177():
    pass

def test_178():
    pass

def test_179():
    pass

def test_180():
    pass

def test_181():
    pass

def test_182():
    pass

def test_183():
    pass

def test_184():
    pass

def test_185():
    pass

def test_186():
    pass

def test_187():
    pass

def test_188():
    pass

def test_189():
    pass

def test_190():
    pass

def test_191():
    pass

def test_192():
    pass

def test_193():
    pass

def test_194():
    pass

def test_195():
    pass

def test_196():
    pass

def test_197():
    pass

def test_198():
    pass

def test_199():
    pass

def test_200():
    pass

def test_201():
    pass

def test_202():
    pass

def test_203():
    pass

def test_204():
    pass

def test_205():
    pass

def test_206():
    pass

def test_207():
    pass

def test_208():
    pass

def test_209():
    pass

def test_210():
    pass

def test_211():
    pass

def test_212():
    pass

def test_213():
    pass

def test_214():
    pass

def test_215():
    pass

def test_216():
    pass

def test_217():
    pass

def test_218():
    pass

def test_219():
    pass

def test_220():
    pass

def test_221():
    pass

def test_222():
    pass

def test_223():
    pass

def test_224():
    pass

def test_225():
    pass

def test_226():
    pass

def test_227():
    pass

def test_228():
    pass

def test_229():
    pass

def test_230():
    pass

def test_231():
    pass

def test_232():
    pass

def test_233():
    pass

def test_234():
    pass

def test_235():
    pass

def test_236():
    pass

def test_237():
    pass

def test_238():
    pass

def test_239():
    pass

def test_240():
    pass

def test_241():
    pass

def test_242():
    pass

def test_243():
    pass

def test_244():
    pass

def test_245():
    pass

def test_246():
    pass

def test_247():
    pass

def test_248():
    pass

def test_249():
    pass

def test_250():
    pass

def test_251():
    pass

def test_252():
    pass

def test_253():
    pass

def test_254():
    pass

def test_255():
    pass

def test_256():
    pass

def test_257():
    pass

def test_258():
    pass

def test_259():
    pass

def test_260():
    pass

def test_261():
    pass

def test_262():
    pass

def test_263():
    pass

def test_264():
    pass

def test_265():
    pass

def test_266():
    pass

def test_267():
    pass

def test_268():
    pass

def test_269():
    pass

def test_270():
    pass

def test_271():
    pass

def test_272():
    pass

def test_273():
    pass

def test_274():
    pass

def test_275():
    pass

def test_276():
    pass

def test_277():
    pass

def test_278():
    pass

def test_279():
    pass

def test_280():
    pass

def test_281():
    pass

def test_282():
    pass

def test_283():
    pass

def test_284():
    pass

def test_285():
    pass

def test_286():
    pass

def test_287():
    pass

def test_288():
    pass

def test_289():
    pass

def test_290():
    pass

def test_291():
    pass

def test_292():
    pass

def test_293():
    pass

def test_294():
    pass

def test_295():
    pass

def test_296():
    pass

def test_297():
    pass

def test_298():
    pass

def test_299():
    pass

def test_300():
    pass

def test_301():
    pass

def test_302():
    pass

def test_303():
    pass

def test_304():
    pass

def test_305():
    pass

def test_306():
    pass

def test_307():
    pass

def test_308():
    pass

def test_309():
    pass

def test_310():
    pass

def test_311():
    pass

def test_312():
    pass

def test_313():
    pass

def test_314():
    pass

def test_315():
    pass

def test_316():
    pass

def test_317():
    pass

def test_318():
    pass

def test_319():
    pass

def test_320():
    pass

def test_321():
    pass

def test_322():
    pass

def test_323():
    pass

def test_324():
    pass

def test_325():
    pass

def test_326():
    pass

def test_327():
    pass

def test_328():
    pass

def test_329():
    pass

def test_330():
    pass

def test_331():
    pass

def test_332():
    pass

def test_333():
    pass

def test_334():
    pass

def test_335():
    pass

def test_336():
    pass

def test_337():
    pass

def test_338():
    pass

def test_339():
    pass

def test_340():
    pass

def test_341():
    pass

def test_342():
    pass

def test_343():
    pass

def test_344():
    pass

def test_345():
    pass

def test_346():
    pass

def test_347():
    pass
